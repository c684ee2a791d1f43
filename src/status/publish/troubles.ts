import type { StorageTrouble } from '../store/store.ts'
import { zonedMoment } from '../zoned-time.ts'

/** What the status process cannot do while its disk takes nothing. */
export function storageTroubles(trouble: StorageTrouble | undefined, timeZone: string): readonly string[] {
  if (trouble === undefined) return []
  const { because, since } = trouble
  return [
    `This page cannot be written down, since ${zonedMoment(since, timeZone)} (${because}). What it shows is still measured, but may be forgotten when its process ends, and reports and tickets are not taken.`,
  ]
}
