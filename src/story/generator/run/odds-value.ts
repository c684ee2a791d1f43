import { numberOf } from './convert.ts'
import type { Run } from './run.ts'
import type { Value } from './value.ts'

/** What a worked-out `^[expr]` counts: true is 1, and what is no number, or below nothing, is 0. */
export function oddsFrom(run: Run, value: Value): number {
  if (typeof value === 'boolean') return value ? 1 : 0
  const odds = value === undefined || value === null ? 0 : numberOf(run, value)
  return odds > 0 && odds < Infinity ? odds : 0
}
