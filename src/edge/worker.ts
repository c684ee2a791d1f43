import { idMaker } from '#shared/ids.ts'
import type { Log } from '#shared/log.ts'
import { faultAnswer } from './fault-answer.ts'
import type { Handler } from './handler.ts'
import type { Connection } from './observe/trace.ts'
import { splitTarget } from './request-head.ts'
import { connectionOf } from './worker/connection.ts'
import { edgeOnWorker } from './worker/edge-on-worker.ts'
import { workerSettings } from './worker/settings.ts'
import type { Assets } from './worker/shell-assets.ts'

/** What the runtime hands over: variables and secrets by their names, and the files of the page, where there are any. */
interface Env extends Readonly<Record<string, unknown>> {
  readonly ASSETS?: Assets
}

/** Written in by the build. */
declare const holdfastVersion: string

// Nothing of the real world may be touched before the first request: the runtime refuses it.
let edge: Handler | undefined

export default {
  fetch(
    request: Request,
    env: Env,
    context: { readonly waitUntil: (until: Promise<unknown>) => void },
  ): Promise<Response> {
    edge ??= edgeFor(env)
    const believed = 'cf-connecting-ip'
    const address = request.headers.get(believed) ?? undefined
    const connection = (): Connection => connectionOf(request)
    return edge(request, { address, believed, connection, stay: (until) => context.waitUntil(until) })
  },
}

function edgeFor(env: Env): Handler {
  const makeId = idMaker({ now: Date.now, fill: (bytes) => crypto.getRandomValues(bytes) })
  const settings = workerSettings(env)
  if (!settings.ok) return misconfigured(settings.error, makeId)
  return edgeOnWorker(settings.value, {
    clock: {
      now: Date.now,
      after(ms, run) {
        const timer = setTimeout(run, ms)
        return () => clearTimeout(timer)
      },
    },
    chance: Math.random,
    makeId,
    log,
    accessLog: (seen) => log.info('request', { ...seen }),
    fetch: (address, init) => fetch(address, init),
    assets: env.ASSETS,
    version: holdfastVersion,
  })
}

/** Says to everybody what only the operator can mend. A Worker has no start that could fail. */
function misconfigured(because: string, makeId: () => string): Handler {
  log.error('edge misconfigured', { because })
  return async function sayMisconfigured({ method, url, headers: asked }) {
    const head = { method, ...splitTarget(url), header: (name: string) => asked.get(name) ?? undefined }
    const surroundings = { isOwn: false, isBehindCdn: true }
    const facts = { requestId: makeId(), at: Date.now(), surroundings, because }
    const { status, headers, body } = await faultAnswer('edge-misconfigured', head, facts)
    return new Response(method === 'HEAD' ? null : body, { status, headers })
  }
}

const log: Log = {
  info: (event, fields) => console.log(line('info', event, fields)),
  warn: (event, fields) => console.warn(line('warn', event, fields)),
  error: (event, fields) => console.error(line('error', event, fields)),
}

function line(level: string, event: string, fields: object = {}): string {
  return JSON.stringify({ level, time: Date.now(), process: 'edge', ...fields, msg: event })
}
