import type { Chance } from '#shared/clock.ts'

// PROTOCOL.md §10.1: intervals of 20 seconds since 2024-10-09 00:00 UTC.
const epochMs = Date.UTC(2024, 9, 9)
const intervalMs = 20_000
const jitterMs = { least: 1_000, most: 3_600_000 }

/**
 * The cursor of an answer. It differs from the one the client sent, so that a CDN that joins live readers never loops
 * on an empty answer it has kept.
 */
export function nextCursor(sent: string | undefined, now: number, chance: Chance): string {
  const current = Math.floor((now - epochMs) / intervalMs)
  if (sent === undefined || !/^\d{1,15}$/.test(sent) || Number(sent) < current) return String(current)
  const jitter = jitterMs.least + chance() * (jitterMs.most - jitterMs.least)
  return String(Number(sent) + Math.max(1, Math.ceil(jitter / intervalMs)))
}
