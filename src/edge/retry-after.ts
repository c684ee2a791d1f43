import type { Chance } from '#shared/clock.ts'

const soonestMs = 250
const shortestSpreadMs = 750
const longestSpreadMs = 30_000

/**
 * When one visitor should ask again. Each gets a time of their own, spread over as long as the outage has lasted: after a
 * restart of a second everybody is back within a second, and after an hour a server that has just come up is not run
 * over by all who waited.
 */
export function retryAfterMs(downForMs: number, chance: Chance): number {
  const spreadMs = Math.min(longestSpreadMs, Math.max(shortestSpreadMs, downForMs))
  return Math.round(soonestMs + chance() * spreadMs)
}

/** `Retry-After` counts whole seconds (RFC 9110 §10.2.3); never 0, which would mean at once. */
export function retryAfterSeconds(ms: number): string {
  return String(Math.max(1, Math.ceil(ms / 1000)))
}
