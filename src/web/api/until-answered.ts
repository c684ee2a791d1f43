import type { Problem } from '#protocol/problem.ts'
import { fullJitterMs, type Backoff } from '#shared/backoff.ts'
import type { Outcome } from '#shared/outcome.ts'
import type { Means } from '../means.ts'
import { isRefusal } from './trouble.ts'

/** The first try again comes fast, since most interruptions are short; none waits longer than a person would. */
export const comeBack: Backoff = { baseMs: 250, capMs: 4_000 }

/** How long to wait after so many failures in a row; the server's own wish goes first. */
export function delayMs(failures: number, trouble: Problem | null, { chance }: Pick<Means, 'chance'>): number {
  return trouble?.retryAfterMs ?? fullJitterMs(failures, comeBack, chance)
}

/**
 * Waits, but not past the moment when trying is worth it, and not before the device has a network to try. False when the
 * signal aborted: nobody waits any more.
 */
export async function waitUnlessWoken(
  { clock, onWake, canReach }: Pick<Means, 'clock' | 'onWake' | 'canReach'>,
  ms: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (signal.aborted) return false
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const leave = (): void => resolve(false)
  const goOn = (): void => {
    if (canReach()) resolve(true)
  }
  const cancel = clock.after(ms, goOn)
  const forget = onWake(goOn)
  signal.addEventListener('abort', leave, { once: true })
  const isWanted = await promise
  cancel()
  forget()
  signal.removeEventListener('abort', leave)
  return isWanted
}

export interface Persistence {
  readonly signal: AbortSignal
  /** Told of every failure, and of null when it is over. */
  readonly onTrouble: (trouble: Problem | null) => void
}

/**
 * Asks until there is an answer: a success, or a refusal that asking again would not change. Null when the signal
 * aborted first.
 */
export async function untilAnswered<T>(
  means: Means,
  ask: () => Promise<Outcome<T, Problem>>,
  { signal, onTrouble }: Persistence,
): Promise<Outcome<T, Problem> | null> {
  for (let failures = 1; ; failures++) {
    const outcome = await ask()
    if (signal.aborted) return null
    if (outcome.ok || isRefusal(outcome.error)) {
      onTrouble(null)
      return outcome
    }
    onTrouble(outcome.error)
    if (!(await waitUnlessWoken(means, delayMs(failures, outcome.error, means), signal))) return null
  }
}
