import type { DeviceCopy, Rhythm } from './settings.ts'

const dayMs = 24 * 3_600_000
const periods = { daily: dayMs, weekly: 7 * dayMs } as const

export interface Now {
  readonly at: number
  /** How many there are to be copied now. */
  readonly messages: number
}

/** Whether it is time for another copy. */
export function isDue(rhythm: Rhythm, last: DeviceCopy | null, now: Now): boolean {
  if (last === null) return true
  if (typeof rhythm === 'object') return now.messages - last.messages >= rhythm.afterMessages
  // A clock that was set back must not keep copies from being made until it has caught up.
  return Math.abs(now.at - last.at) >= periods[rhythm]
}
