import { causes } from '../catalogue.ts'
import type { Cause } from '../causes/cause.ts'
import { confirmedWeight, type ConfirmedCauses } from './confirmed.ts'
import { likelihood, type Seen } from './likelihood.ts'

/** What is believed of each cause, adding up to 1. */
export type Belief = ReadonlyMap<string, number>

export type PriorName = 'experience' | 'even'

/** What is believed before anything was seen. It is an estimate, and printed as one. */
export function priorOf(name: PriorName, confirmed: ConfirmedCauses = new Map()): Belief {
  // Even means even: the lab's faults come equally often, whatever has happened here.
  const own = (id: string): number => (name === 'even' ? 1 : confirmedWeight(id, confirmed))
  return normalised(new Map([...causes].map(([id, cause]) => [id, Math.log(weights[name](cause) * own(id))])))
}

export const priorSays: Readonly<Record<PriorName, string>> = {
  experience:
    'Causes that operators often meet are taken for eight times as likely as those that they seldom meet. Nobody has counted: it is an estimate, not a finding.',
  even: 'Every fault of the lab is taken for as likely as any other.',
}

const metWeight = { often: 8, sometimes: 3, seldom: 1 } as const

const weights: Readonly<Record<PriorName, (cause: Cause) => number>> = {
  experience: ({ met }) => metWeight[met],
  even: ({ lab }) => Math.max(0.25, lab.length),
}

/**
 * How much more the evidence counts than the catalogue's odds alone have it where several things were seen: they are set by hand,
 * and wider than what is met. Found in the lab, in 930 runs of 93 faults (docs/decisions/024-what-the-doctor-concludes.md).
 */
const sharpness = 1.83

/** What is believed after something was seen (Bayes), taking what is seen for independent once the cause is known. */
export function updated(prior: Belief, seen: readonly Seen[]): Belief {
  const sharper = seen.length > 1 ? sharpness - 1 : 0
  // Evidence in doubt counts for no more than it says.
  const weighed = (id: string, one: Seen): number => (1 + sharper * (1 - one.doubt)) * Math.log(likelihood(id, one))
  const logs = [...prior].map(
    ([id, p]) => [id, seen.reduce((sum, one) => sum + weighed(id, one), Math.log(p))] as const,
  )
  return normalised(new Map(logs))
}

/** Sums of logarithms, so that much evidence does not come out as nothing. */
export function logLikelihood(id: string, seen: readonly Seen[]): number {
  return seen.reduce((sum, one) => sum + Math.log(likelihood(id, one)), 0)
}

function normalised(logs: ReadonlyMap<string, number>): Belief {
  const highest = Math.max(...logs.values())
  const total = [...logs.values()].reduce((sum, log) => sum + Math.exp(log - highest), 0)
  return new Map([...logs].map(([id, log]) => [id, Math.exp(log - highest) / total]))
}

/** How much is not known, in bits. */
export function entropy(belief: readonly number[]): number {
  return belief.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0)
}
