import type { Chance } from './clock.ts'

export interface Backoff {
  readonly baseMs: number
  readonly capMs: number
}

/**
 * Full jitter: a time drawn evenly from zero to a bound that doubles with every attempt, so that many who failed
 * together do not come back together. `attempt` counts from 1.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function fullJitterMs(attempt: number, { baseMs, capMs }: Backoff, chance: Chance): number {
  // 2 ** 30 is far past any cap; without the bound a long outage ends in Infinity.
  const bound = Math.min(capMs, baseMs * 2 ** Math.min(attempt - 1, 30))
  return chance() * bound
}
