import type { BoardDay } from '#protocol/board.ts'
import { markup, type Markup } from '#shared/markup.ts'
import { stateWords } from '../standing.ts'
import { lengthOf } from './time.ts'

const shown = 90
const dayMs = 86_400_000
const step = 4
const width = 3
const height = 24

/** The last 90 days of a component as bars, and the same in words for whoever does not see them. */
export function bars(days: readonly BoardDay[], name: string): Markup {
  const recent = days.slice(-shown)
  const missing = shown - recent.length
  const marked = recent.map((day, index) => ({ day, kind: kindOf(day), x: (missing + index) * step }))
  const says = `${name}, the last ${shown} days: ${summary(recent)}`
  // All days of a kind that has nothing to tell are one path: a page with a dozen components stays small.
  return markup`<svg class="bars" viewBox="0 0 ${String(shown * step - 1)} ${String(height)}" preserveAspectRatio="none" role="img" aria-label="${says}"><path class="unseen" d="${[
    ...Array.from({ length: missing }, (_, index) => index * step),
    ...marked.filter(({ kind }) => kind === 'unseen').map(({ x }) => x),
  ]
    .map(block)
    .join('')}"/><path class="well" d="${marked
    .filter(({ kind }) => kind === 'well')
    .map(({ x }) => block(x))
    .join('')}"/>${marked
    .filter(({ kind }) => kind !== 'well' && kind !== 'unseen')
    .map(({ day, kind, x }) => trouble(day, kind, x))}</svg>`
}

type DayKind = 'well' | 'unseen' | 'degraded' | 'partial' | 'major' | 'maintenance'

function kindOf(day: BoardDay): DayKind {
  if (day.majorMs > 0) return 'major'
  if (day.partialMs > 0) return 'partial'
  if (day.degradedMs > 0) return 'degraded'
  if (day.maintenanceMs > 0) return 'maintenance'
  // A look that is missing now and then is no hole; half a day is.
  return day.unseenMs > dayMs / 2 ? 'unseen' : 'well'
}

function block(x: number): string {
  return `M${x} 0h${width}v${height}h-${width}z`
}

// The worse a day was, the taller its mark: it can be read without colours.
const heights: Readonly<Record<DayKind, number>> = {
  well: height,
  unseen: height,
  maintenance: 8,
  degraded: 12,
  partial: 18,
  major: height,
}

function trouble(day: BoardDay, kind: DayKind, x: number): Markup {
  const tall = heights[kind]
  return markup`<g><title>${dayName(day)}: ${dayWords(day)}</title><path class="rest" d="${block(x)}"/><rect class="${kind}" x="${String(x)}" y="${String(height - tall)}" width="${String(width)}" height="${String(tall)}"/></g>`
}

/** `30 Oct`. Days are UTC days. */
export function dayName({ day }: BoardDay): string {
  const at = new Date(`${day}T00:00:00Z`)
  const month = at.toLocaleString('en-GB', { month: 'short', timeZone: 'UTC' })
  return `${at.getUTCDate()} ${month}`
}

/** What a day was like, with how long. */
export function dayWords(day: BoardDay): string {
  const parts: readonly (readonly [string, number])[] = [
    [stateWords.major_outage, day.majorMs],
    [stateWords.partial_outage, day.partialMs],
    [stateWords.degraded_performance, day.degradedMs],
    [stateWords.under_maintenance, day.maintenanceMs],
    ['not measured', day.unseenMs],
  ]
  const said = parts.filter(([, ms]) => ms >= 1000).map(([what, ms]) => `${what} for ${lengthOf(ms)}`)
  return said.length === 0 ? 'well' : said.join(', ')
}

/** Days on which something was not well, or nobody looked; the newest first. */
export function notableDays(days: readonly BoardDay[]): readonly BoardDay[] {
  return days
    .slice(-shown)
    .filter((day) => kindOf(day) !== 'well')
    .toReversed()
}

function summary(days: readonly BoardDay[]): string {
  const count = days.filter((day) => !['well', 'unseen'].includes(kindOf(day))).length
  const counted =
    count === 0 ? 'no day with trouble' : count === 1 ? '1 day with trouble' : `${count} days with trouble`
  const unseen = shown - days.length + days.filter((day) => kindOf(day) === 'unseen').length
  return unseen === 0 ? counted : `${counted}, ${unseen === 1 ? '1 day' : `${unseen} days`} not measured`
}

/**
 * The share of the measured time in which it worked, by Statuspage's weights: an outage for some counts 0.3, slowness
 * nothing. Cut, never rounded up, so that 100 % means all of it. Undefined where nothing was measured.
 */
export function uptimePercent(days: readonly BoardDay[]): string | undefined {
  const recent = days.slice(-shown)
  const seenMs = recent.reduce((sum, { unseenMs }) => sum + dayMs - unseenMs, 0)
  if (seenMs <= 0) return undefined
  const lostMs = recent.reduce((sum, { majorMs, partialMs }) => sum + majorMs + 0.3 * partialMs, 0)
  return `${(Math.floor((1 - Math.min(1, lostMs / seenMs)) * 10_000) / 100).toFixed(2)} %`
}
