import type { Clock } from './clock.ts'
import type { Outcome } from './outcome.ts'

export interface RetryOptions<E> {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** How often to try at most, the first time included. */
  readonly attempts: number
  readonly delayMs: (attempt: number, error: E) => number
  readonly worthRetrying: (error: E) => boolean
}

/** Tries until it works, until it is not worth it, or until the signal aborts: an abort wakes a waiting retry at once. */
export async function retry<T, E>(
  run: (attempt: number) => Promise<Outcome<T, E>>,
  { clock, signal, attempts, delayMs, worthRetrying }: RetryOptions<E>,
): Promise<Outcome<T, E>> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await run(attempt)
    if (outcome.ok || attempt === attempts || !worthRetrying(outcome.error)) return outcome
    await clock.sleep(delayMs(attempt, outcome.error), signal)
  }
}
