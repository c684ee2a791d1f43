import { request } from 'node:http'
import type * as z from 'zod/mini'
import { briefBoardSchema } from '#protocol/brief-board.ts'
import { outageHistorySchema, type OutageHistory } from '#protocol/outages.ts'
import type { Clock } from '#shared/clock.ts'
import { toldBy, type Told } from '../told-incident.ts'
import type { UpstreamServer } from './upstream-server.ts'

const patienceMs = 2000

/** Asks the status process how long outages have lasted; undefined where it does not say so. */
export function askHistory(status: UpstreamServer, clock: Clock): Promise<OutageHistory | undefined> {
  return askStatus(status, clock, { path: '/outages', schema: outageHistorySchema, mostBytes: 100_000 })
}

/** Asks it what is wrong now. */
export async function askTold(status: UpstreamServer, clock: Clock): Promise<Told | undefined> {
  const board = await askStatus(status, clock, { path: '/brief.json', schema: briefBoardSchema, mostBytes: 1_000_000 })
  return board && toldBy(board)
}

interface Question<T extends z.ZodMiniType> {
  readonly path: string
  readonly schema: T
  readonly mostBytes: number
}

function askStatus<T extends z.ZodMiniType>(
  { pooled }: UpstreamServer,
  clock: Clock,
  { path, schema, mostBytes }: Question<T>,
): Promise<z.infer<T> | undefined> {
  return new Promise((resolve) => {
    const asking = request({ agent: pooled, path, headers: { host: 'localhost' } })
    const nothing = (): void => resolve(undefined)
    const cancel = clock.after(patienceMs, () => asking.destroy())
    asking.on('close', () => {
      cancel()
      nothing()
    })
    asking.on('error', nothing)
    asking.on('response', (answer) => {
      const parts: string[] = []
      let size = 0
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        size += part.length
        if (size > mostBytes) asking.destroy()
        else parts.push(part)
      })
      answer.on('error', nothing)
      answer.on('end', () => resolve(toldIn(parts.join(''), schema)))
    })
    asking.end()
  })
}

function toldIn<T extends z.ZodMiniType>(body: string, schema: T): z.infer<T> | undefined {
  try {
    return schema.safeParse(JSON.parse(body)).data
  } catch {
    return undefined // Something else answers there.
  }
}
