import { fullJitterMs } from '#shared/backoff.ts'
import type { Chance } from '#shared/clock.ts'

/** What is remembered of a process that dies again and again. */
export interface RestartRecord {
  /** Restarts that may still be made at once. Being ready earns them back. */
  readonly credits: number
  /** Deaths since it last stayed up. */
  readonly inARow: number
}

const mostCredits = 10
// Whoever is up for half a second is up: a kill per second, for as long as anybody likes, is answered at once each time.
const readyMsPerCredit = 500
const stayedUpMs = 10_000
const backoff = { baseMs: 250, capMs: 15_000 }

export const noDeaths: RestartRecord = { credits: mostCredits, inARow: 0 }

export interface Restart {
  readonly record: RestartRecord
  readonly delayMs: number
}

/**
 * When to start a process again. A death that hits a healthy process is answered at once, for every millisecond of waiting
 * is felt by somebody; one that cannot stay up, or never came up, is tried ever more seldom, and never given up.
 */
export function afterDeath(record: RestartRecord, readyForMs: number | null, chance: Chance): Restart {
  const inARow = (readyForMs ?? 0) >= stayedUpMs ? 1 : record.inARow + 1
  const credits = readyForMs === null ? 0 : Math.min(mostCredits, record.credits + readyForMs / readyMsPerCredit)
  const isFirst = readyForMs === null && record.inARow === 0
  if (credits >= 1 || isFirst) return { record: { credits: Math.max(0, credits - 1), inARow }, delayMs: 0 }
  // Never less than the base: full jitter alone may draw almost nothing many times over.
  const delayMs = backoff.baseMs + fullJitterMs(inARow, backoff, chance)
  return { record: { credits, inARow }, delayMs: Math.round(delayMs) }
}
