import { markup, type Markup } from '#shared/markup.ts'

const step = 4
const height = 24

/** How long probes took, hour by hour, as a line that is broken where nobody looked; in words, too. */
export function sparkline(latencyMs: readonly (number | null)[], name: string): Markup {
  const known = latencyMs.filter((ms) => ms !== null)
  const highest = Math.max(...known)
  if (known.length === 0 || !Number.isFinite(highest)) return markup``
  const y = (ms: number): string => (height - 1 - (ms / Math.max(highest, 1)) * (height - 2)).toFixed(1)
  const points = latencyMs.map((ms, index) => (ms === null ? undefined : `${index * step + 1} ${y(ms)}`))
  // An hour alone between two holes is a dot: a line of no length with round ends.
  const path = points.map((point, index) => segment(point, points[index - 1])).join('')
  const says = `${name}, answer times of the last ${latencyMs.length} hours: ${latencyWords(latencyMs)}`
  return markup`<svg class="line" viewBox="0 0 ${String(latencyMs.length * step)} ${String(height)}" preserveAspectRatio="none" role="img" aria-label="${says}"><path d="${path}"/></svg>`
}

function segment(point: string | undefined, before: string | undefined): string {
  if (point === undefined) return ''
  return before === undefined ? `M${point}h0` : `L${point}`
}

/** The middle, the last and the highest of the hours. */
export function latencyWords(latencyMs: readonly (number | null)[]): string {
  const known = latencyMs.filter((ms) => ms !== null)
  const sorted = known.toSorted((a, b) => a - b)
  const [middle, last, highest] = [sorted[Math.floor(sorted.length / 2)], known.at(-1), sorted.at(-1)]
  if (middle === undefined || last === undefined || highest === undefined) return 'not measured'
  return `usually ${milliseconds(middle)}, lately ${milliseconds(last)}, at most ${milliseconds(highest)}`
}

function milliseconds(ms: number): string {
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 1000)} s`
}
