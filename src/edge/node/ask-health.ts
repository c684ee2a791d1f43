import { request } from 'node:http'
import type { Clock } from '#shared/clock.ts'
import { ok, type Outcome } from '#shared/outcome.ts'
import { readinessOf, unready, type Unready } from '../readiness.ts'
import { SilenceError } from './dial.ts'
import { observedAt } from './observed.ts'
import type { UpstreamServer } from './upstream-server.ts'

const patienceMs = 2000
const forHealth = { path: '/healthz' }
const forAnything = { method: 'HEAD', path: '/' }

/** Asks what is behind the edge whether it is there: a process of Holdfast for its health, another site for anything. */
export function askHealth({ pooled }: UpstreamServer, clock: Clock, isOwn: boolean): Promise<Outcome<null, Unready>> {
  return new Promise((resolve) => {
    const asking = request({ agent: pooled, ...(isOwn ? forHealth : forAnything), headers: { host: 'localhost' } })
    const cancel = clock.after(patienceMs, () => asking.destroy(new SilenceError(`no answer within ${patienceMs} ms`)))
    const from = clock.now()
    const failed = (error: Error): void => {
      resolve(unready(observedAt({ phase: 'headers', tookMs: clock.now() - from, sizeBytes: 0 }, error), error.message))
    }
    asking.on('close', cancel)
    asking.on('error', failed)
    asking.on('response', (answer) => {
      let body = ''
      // What another site means by its answer, a page that is loaded again will show.
      if (!isOwn) resolve(ok(null))
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => (body += part))
      answer.on('error', failed)
      answer.on('end', () => resolve(readinessOf(body)))
    })
    asking.end()
  })
}
