import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Diagnostic } from '../fault.ts'
import type { Program } from '../program.ts'

/** One item of a list and how often it comes. */
export interface OddsRow {
  readonly item: string
  readonly line: number
  readonly odds: number
  /** Of all picks from the list: from 0 to 1. */
  readonly share: number
  /** Whether the odds are worked out at every pick, so that this is how they stand at the beginning. */
  readonly isDynamic: boolean
}

/** The probability of each item of a list, as it stands when a generation begins. */
export function oddsTable(program: Program, list: string): Outcome<readonly OddsRow[], Diagnostic> {
  const weighed = program.weigh(list)
  if (!weighed.ok) return fail(weighed.error)
  const total = weighed.value.reduce((sum, { odds }) => sum + odds, 0)
  return ok(weighed.value.map((row) => ({ ...row, share: total === 0 ? 0 : row.odds / total })))
}
