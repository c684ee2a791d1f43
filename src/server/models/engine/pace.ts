import type { Clock } from '#shared/clock.ts'
import type { Piece } from '../port.ts'

export interface PaceOptions {
  /** 0 for as fast as they come. */
  readonly tokensPerSecond: number
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Lets tokens through no faster than somebody likes to read them. */
export async function* pace(
  pieces: AsyncIterable<Piece>,
  { tokensPerSecond, clock, signal }: PaceOptions,
): AsyncGenerator<Piece, void, undefined> {
  const gapMs = tokensPerSecond > 0 ? 1000 / tokensPerSecond : 0
  let dueAt = clock.now()
  for await (const piece of pieces) {
    if (piece.kind === 'token' && gapMs > 0) {
      // Reckoned from when the last one was due, so that late timers do not add up; a pause is not caught up on.
      dueAt = Math.max(dueAt + gapMs, clock.now() - gapMs)
      if (!(await slept(clock, dueAt - clock.now(), signal))) return
    }
    yield piece
  }
}

async function slept(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    if (ms > 0) await clock.sleep(ms, signal)
    return !signal.aborted
  } catch (error) {
    if (signal.aborted) return false
    throw error
  }
}
