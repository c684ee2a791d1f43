import { request } from 'node:http'
import type { Clock } from '#shared/clock.ts'
import type { Outcome } from '#shared/outcome.ts'
import { readinessOf, unready, type Unready } from '../readiness.ts'
import { SilenceError } from './dial.ts'
import { observedIn } from './observed.ts'
import type { UpstreamServer } from './upstream-server.ts'

const patienceMs = 2000

/** Asks a process behind the edge for its health. */
export function askHealth({ pooled }: UpstreamServer, clock: Clock): Promise<Outcome<null, Unready>> {
  return new Promise((resolve) => {
    const asking = request({ agent: pooled, path: '/healthz', headers: { host: 'localhost' } })
    const cancel = clock.after(patienceMs, () => asking.destroy(new SilenceError(`no answer within ${patienceMs} ms`)))
    const failed = (error: Error): void => resolve(unready(observedIn('headers', error), error.message))
    asking.on('close', cancel)
    asking.on('error', failed)
    asking.on('response', (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => (body += part))
      answer.on('error', failed)
      answer.on('end', () => resolve(readinessOf(body)))
    })
    asking.end()
  })
}
