import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { readRange } from './client/range.ts'

/** Ranges of somebody else's, with the day on which they were so. */
export interface RangeList {
  /** As `2026-09-29`. */
  readonly asOf: string
  readonly v4: readonly string[]
  readonly v6: readonly string[]
}

/** What publishes the two families, one range to a line. */
export interface RangeTexts {
  readonly v4: string
  readonly v6: string
}

// Whoever is in this list is believed about everybody else. An error page, a list cut short, or a range that holds half of
// the internet must not come to be believed because it was fetched from the right place.
const fewest = { v4: 5, v6: 3 }
const most = 500
const widest = { v4: 24n, v6: 104n }

/** A list from what was published. The error is the end of a sentence: what is wrong with it. */
export function readRangeList({ v4, v6 }: RangeTexts, asOf: string): Outcome<RangeList, string> {
  const [four, six] = [linesOf(v4), linesOf(v6)]
  const wrong = wrongIn(four, 'v4') ?? wrongIn(six, 'v6')
  return wrong === undefined ? ok({ asOf, v4: four, v6: six }) : fail(wrong)
}

function linesOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((line) => line !== '')
}

function wrongIn(lines: readonly string[], family: 'v4' | 'v6'): string | undefined {
  if (lines.length < fewest[family] || lines.length > most) {
    return `has ${lines.length} lines for IP${family}, where ${fewest[family]} to ${most} are to be expected`
  }
  const wrong = lines.find((line) => !isOfFamily(line, family))
  return wrong === undefined
    ? undefined
    : `holds ${JSON.stringify(wrong.slice(0, 60))}, which is no range of IP${family}`
}

function isOfFamily(line: string, family: 'v4' | 'v6'): boolean {
  const range = readRange(line)
  return range !== undefined && `v${range.family}` === family && range.free <= widest[family] && line.includes('/')
}

/** How many whole days old a list is; undefined where its day is none. */
export function daysOld({ asOf }: Pick<RangeList, 'asOf'>, now: number): number | undefined {
  const at = Date.parse(`${asOf}T00:00:00Z`)
  return Number.isNaN(at) ? undefined : Math.max(0, Math.floor((now - at) / dayMs))
}

const dayMs = 86_400_000
/** Cloudflare changes its ranges seldom, and says so beforehand. Past this many days nobody should rely on it. */
export const staleAfterDays = 90
