import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Health } from '#protocol/health.ts'
import { protocolVersion } from '#protocol/version.ts'
import type { Chance, Clock } from '#shared/clock.ts'
import { idMaker } from '#shared/ids.ts'
import type { Log } from '#shared/log.ts'
import { ok, type Outcome } from '#shared/outcome.ts'
import { decide } from './decide.ts'
import { requestIdOf } from './forward-headers.ts'
import { LocalAnswers } from './local-answers.ts'
import { askHealth } from './node/ask-health.ts'
import { drain } from './node/drain.ts'
import { Exchange, type Visit } from './node/exchange.ts'
import { listen } from './node/listen.ts'
import { sendAnswer } from './node/send-answer.ts'
import { shellFolder } from './node/shell-folder.ts'
import { upstreamServer, type UpstreamServer } from './node/upstream-server.ts'
import { Outages } from './outages.ts'
import { sharedReadiness } from './readiness.ts'
import { splitTarget, type RequestHead } from './request-head.ts'
import type { Upstream } from './route.ts'

export interface EdgeSettings {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** The server's address, as `http://host:port`. */
  readonly origin: string
  /** The status process's address. */
  readonly status: string
  /** The folder of the built page. */
  readonly shellDir: string
  readonly version: string
}

/** What the edge takes from its surroundings. */
export interface EdgeMeans {
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
}

export interface RunningEdge {
  /** Where it listens, as `http://host:port`. */
  readonly address: string
  /** Takes nothing new, lets streams end within a bound, closes everything. */
  readonly stop: () => Promise<void>
}

export async function startEdge(settings: EdgeSettings, means: EdgeMeans): Promise<Outcome<RunningEdge, string>> {
  const edge = edgeProcess(settings, means)
  const server = createServer(edge.handle)
  // Longer than anything in front of us is likely to keep a connection, so that it is not we who close it under a request.
  server.keepAliveTimeout = 75_000
  const listening = await listen(server, settings)
  if (!listening.ok) return listening
  means.log.info('edge ready', { address: listening.value, origin: settings.origin })
  return ok({
    address: listening.value,
    async stop() {
      edge.startDraining()
      await drain(server, means.clock)
      edge.close()
    },
  })
}

interface EdgeProcess {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
  readonly startDraining: () => void
  readonly close: () => void
}

function edgeProcess(settings: EdgeSettings, { clock, chance, log }: EdgeMeans): EdgeProcess {
  const startedAt = clock.now()
  let state: Health['state'] = 'ready'
  const servers: Record<Upstream, UpstreamServer> = {
    origin: upstreamServer('origin', settings.origin, clock),
    status: upstreamServer('status', settings.status, clock),
  }
  const outages = new Outages()
  const local = new LocalAnswers({
    shell: shellFolder(settings.shellDir),
    health: () => ({
      process: 'edge',
      version: settings.version,
      protocol: protocolVersion,
      state,
      upMs: clock.now() - startedAt,
    }),
    askReady: sharedReadiness((of) => askHealth(servers[of], clock), clock.now),
    outages,
    now: clock.now,
    chance,
  })
  const makeId = idMaker({ now: clock.now, fill: (bytes) => crypto.getRandomValues(bytes) })

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const head = headOf(request)
    const visit: Visit = { request, response, head, requestId: requestIdOf(head, makeId) }
    if (state === 'draining') response.setHeader('connection', 'close')
    const decision = decide(head)
    if (decision.do === 'forward') {
      new Exchange(visit, servers[decision.to], decision.target, { clock, log, local, outages }).start()
      return
    }
    local
      .answer(decision, head, visit.requestId)
      .then((answer) => sendAnswer(visit, answer))
      .catch((bug: unknown) => {
        log.error('bug', { requestId: visit.requestId, bug: String(bug) })
        response.destroy()
      })
  }

  return {
    handle,
    startDraining() {
      state = 'draining'
    },
    close() {
      for (const { pooled, fresh } of Object.values(servers)) {
        pooled.destroy()
        fresh.destroy()
      }
    },
  }
}

function headOf({ method, url, headers }: IncomingMessage): RequestHead {
  return {
    method: method ?? 'GET',
    ...splitTarget(url ?? '/'),
    header(name) {
      const value = headers[name]
      return typeof value === 'string' ? value : value?.join(', ')
    },
  }
}
