import { utcMinute } from '#protocol/utc.ts'
import { markup, type Markup } from '#shared/markup.ts'
import { measuredLength } from '../forecast/human-minutes.ts'
import { zonedMoment } from '../zoned-time.ts'

/** A moment in the page's zone, which stands beside it; UTC is told to whoever points at it, and to programs. */
export function moment(at: number, timeZone: string): Markup {
  const says = zonedMoment(at, timeZone)
  return markup`<time datetime="${new Date(at).toISOString()}" title="${utcMinute(at)}">${says}</time>`
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** A short time as it was measured. */
export function secondsOf(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

/** How long something has lasted, as people say it. */
export function lengthOf(ms: number): string {
  return ms < 2 * dayMs ? measuredLength(Math.max(0, ms) / minuteMs) : `${Math.round(ms / dayMs)} days`
}
