import type { DoneEvent } from '#protocol/events.ts'
import type { Piece } from '../port.ts'
import { tokensLeft, type Attempt, type Remote, type Result } from './attempt.ts'
import { contextSize } from './context-size.ts'
import type { Finished } from './ear.ts'

/** What is told last of an attempt that settles the matter. */
export async function lastPiece(result: Result, remote: Remote, attempt: Attempt): Promise<Piece | undefined> {
  if (result.kind === 'failed') return result
  if (result.kind !== 'finished') return undefined
  const { said, tokens } = result
  const { way, request } = attempt
  if (tokens === 0 && way === null) {
    const because = `finish_reason ${said.reason} without a word`
    return { kind: 'failed', failure: { fault: 'backend-empty', because } }
  }
  const promptTokens = said.usage?.promptTokens ?? null
  // The back end's own count would include what it repeated.
  const completionTokens = way === null ? (said.usage?.completionTokens ?? tokens) : request.tokens + tokens
  return { kind: 'end', finish: await finishOf(said, remote, attempt), usage: { promptTokens, completionTokens } }
}

/** Why the model ended. A full context is reported as a length reached: only the numbers tell them apart. */
async function finishOf(
  { reason, usage }: Finished,
  remote: Remote,
  { request }: Attempt,
): Promise<NonNullable<DoneEvent['finish']>> {
  if (reason !== 'length') return 'stop'
  const { settings, clock } = remote
  if (usage === null || (usage.completionTokens ?? 0) >= (tokensLeft(remote, request) ?? Infinity)) return 'length'
  const total = usage.totalTokens ?? (usage.promptTokens ?? 0) + (usage.completionTokens ?? 0)
  const { baseURL, apiKey, model } = settings
  const size = await contextSize({ baseURL, apiKey, model, clock, signal: request.signal })
  return size !== null && total >= size - 1 ? 'context-full' : 'length'
}
