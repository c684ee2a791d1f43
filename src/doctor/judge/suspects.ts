import type { Suspect } from '#protocol/verdict.ts'
import { causes } from '../catalogue.ts'
import { likelihood } from './likelihood.ts'
import type { Observation } from './observe.ts'
import type { Belief } from './posterior.ts'

const mostSuspects = 8
const leastP = 0.01
const mostReasons = 4
/** One bit: as a coin says. Less is no reason. */
const leastBits = 1

/** The likeliest causes, each with what speaks for and against it beside all others. */
export function suspectsOf(belief: Belief, observations: readonly Observation[]): readonly Suspect[] {
  const ranked = [...belief].toSorted(([, a], [, b]) => b - a)
  return ranked
    .filter(([, p], index) => index === 0 || (index < mostSuspects && p >= leastP))
    .flatMap(([id, p]) => {
      const cause = causes.get(id)
      if (cause === undefined) return []
      const reasons = reasonsOf(id, { observations, belief })
      const { title, side, lab } = cause
      const against = reasons.filter(({ bits }) => bits < 0).toReversed()
      return [
        {
          id,
          title,
          side,
          p: bounded(p),
          lab: [...lab],
          for: reasons.filter(({ bits }) => bits > 0).slice(0, mostReasons),
          against: against.slice(0, mostReasons),
        },
      ]
    })
}

/** Nothing is certain: neither that it is so nor that it is not. */
export function bounded(p: number): number {
  return Math.min(0.9999, Math.max(0.0001, Math.round(p * 10_000) / 10_000))
}

interface Among {
  readonly observations: readonly Observation[]
  readonly belief: Belief
}

/** How much likelier each thing was to be seen under this cause than under the others together. */
function reasonsOf(id: string, { observations, belief }: Among): Suspect['for'] {
  return observations
    .map((one) => ({ evidence: one.evidence, says: one.says, bits: Math.round(10 * bitsFor(id, one, belief)) / 10 }))
    .filter(({ bits }) => Math.abs(bits) >= leastBits)
    .toSorted((a, b) => b.bits - a.bits)
}

/** The others count alike, so that a cause that is nearly sure is not without reasons. */
function bitsFor(id: string, one: Observation, belief: Belief): number {
  const others = [...belief.keys()].filter((other) => other !== id)
  const mean = others.reduce((sum, other) => sum + likelihood(other, one), 0) / others.length
  return Math.log2(likelihood(id, one) / mean)
}
