import { numberOf } from '../run/convert.ts'
import type { Run } from '../run/run.ts'
import type { Value } from '../run/value.ts'

/**
 * How many are asked for: `(n)`; `(a, b)`, of which the ends have half the chance of what lies between; or one of several.
 */
export function countFrom(run: Run, args: readonly Value[]): number {
  const [first, second, ...more] = args
  if (args.length === 0) return 1
  if (args.length === 1 && Array.isArray(first)) return oneOf(run, first)
  if (args.length === 1) return whole(numberOf(run, first))
  if (more.length > 0) return oneOf(run, args)
  const [low, high] = [numberOf(run, first), numberOf(run, second)]
  return whole(low + Math.round(run.random.next() * (high - low)))
}

function oneOf(run: Run, counts: readonly Value[]): number {
  return counts.length === 0 ? 0 : whole(numberOf(run, counts[run.random.below(counts.length)]))
}

function whole(count: number): number {
  return count > 0 ? Math.trunc(count) : 0
}
