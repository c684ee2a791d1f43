import * as z from 'zod/mini'
import { boardSchema, type Board } from '#protocol/board.ts'
import type { Means } from '../means.ts'

export type AskStatusMeans = Pick<Means, 'fetch' | 'clock' | 'shelf'>

const urlKey = 'holdfast:status-url'
const patienceMs = 8_000
// A picture takes a while over a connection that is just good enough.
const slowestPerMs = 20
const urlSchema = z.object({ page: z.object({ url: z.string().check(z.regex(/^https?:\/\//)) }) })

/** The status process: through the edge, and by itself for the time when the edge does not answer. */
export function statusPlaces({ shelf }: Pick<Means, 'shelf'>): readonly string[] {
  const own = shelf.get(urlKey)
  return own === null ? ['/status'] : ['/status', own]
}

/** Learns while all is well where the status process is found without the edge. */
export async function learnPlace(means: AskStatusMeans): Promise<void> {
  const told = await askStatus(means, '/status/api/v2/status.json')
  const read = urlSchema.safeParse(told)
  if (read.success) means.shelf.put(urlKey, read.data.page.url.replace(/\/+$/, ''))
}

/** Everything that the status page says; null when it is to be had nowhere. */
export async function askBoard(means: AskStatusMeans): Promise<Board | null> {
  for (const place of statusPlaces(means)) {
    const board = boardSchema.safeParse(await askStatus(means, `${place}/board.json`))
    if (board.success) return board.data
  }
  return null
}

/** JSON from the status process; undefined when it does not come. Nothing of it is noted as a fault that was met. */
export async function askStatus(
  { fetch, clock }: Pick<AskStatusMeans, 'fetch' | 'clock'>,
  address: string,
  body?: unknown,
): Promise<unknown> {
  const giveUp = new AbortController()
  const text = body === undefined ? null : JSON.stringify(body)
  const cancel = clock.after(patienceMs + (text?.length ?? 0) / slowestPerMs, () => giveUp.abort())
  const headers = { accept: 'application/json', ...(text !== null && { 'content-type': 'application/json' }) }
  const sent = text === null ? {} : { method: 'POST', body: text }
  try {
    const response = await fetch(address, { ...sent, headers, signal: giveUp.signal })
    return response.ok ? await response.json() : undefined
  } catch {
    return undefined // Whoever asks has another place to try, or says that nobody answers.
  } finally {
    cancel()
  }
}
