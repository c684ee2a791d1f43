import { request } from 'node:http'
import { outageHistorySchema, type OutageHistory } from '#protocol/outages.ts'
import type { Clock } from '#shared/clock.ts'
import type { UpstreamServer } from './upstream-server.ts'

const patienceMs = 2000
const mostBytes = 100_000

/** Asks the status process how long outages have lasted; undefined where it does not say so. */
export function askHistory({ pooled }: UpstreamServer, clock: Clock): Promise<OutageHistory | undefined> {
  return new Promise((resolve) => {
    const asking = request({ agent: pooled, path: '/outages', headers: { host: 'localhost' } })
    const nothing = (): void => resolve(undefined)
    const cancel = clock.after(patienceMs, () => asking.destroy())
    asking.on('close', () => {
      cancel()
      nothing()
    })
    asking.on('error', nothing)
    asking.on('response', (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        body += part
        if (body.length > mostBytes) asking.destroy()
      })
      answer.on('error', nothing)
      answer.on('end', () => resolve(historyIn(body)))
    })
    asking.end()
  })
}

function historyIn(body: string): OutageHistory | undefined {
  try {
    return outageHistorySchema.safeParse(JSON.parse(body)).data
  } catch {
    return undefined // Something else answers there.
  }
}
