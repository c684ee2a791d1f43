import type { Score, TierScore } from './score.ts'
import type { VisitScore } from './visit-score.ts'

/** What the doctor is held to, and whether it got there. */
export interface Goal {
  readonly what: string
  readonly got: string
  readonly isMet: boolean
}

/** The doctor's goals for the lab, for what was looked at: a lab of some faults may have had no visitor, or nobody else. */
export function goalsOf(score: Score): readonly Goal[] {
  const hasRuns = score.tiers.some(({ runs }) => runs > 0)
  return [...(hasRuns ? runGoals(score) : []), ...(score.visits.visits > 0 ? visitGoals(score.visits) : [])]
}

function visitGoals({ side, overclaimed, over, falseAlarms }: VisitScore): readonly Goal[] {
  return [
    atLeast('the right side (visitor)', side, 0.9),
    atMost('wrong while 90 % sure (visitor)', overclaimed, 0.01),
    atLeast('of what was mended is seen to be over (visitor)', over, 0.95),
    {
      what: 'no visitor of a healthy site is told that it is down',
      got: `${falseAlarms.called} of ${falseAlarms.of}`,
      isMet: falseAlarms.called === 0,
    },
  ]
}

/** Per amount of evidence, where they depend on it. */
function runGoals({ tiers, mended, falseAlarms, refusedMs, silentMs }: Score): readonly Goal[] {
  const mendedShare = mended.of === 0 ? 1 : mended.done / mended.of
  return [
    ...tiers.flatMap(tierGoals),
    atLeast('of what can be mended answers after the fix that was named', mendedShare, 0.95),
    {
      what: 'no healthy origin is called down on one failed attempt',
      got: `${falseAlarms.called} of ${falseAlarms.of}`,
      isMet: falseAlarms.called === 0,
    },
    within('half of what is refused is told within', refusedMs, 1000),
    within('every silence is told within', silentMs, 20_000),
  ]
}

const leastSide: Readonly<Partial<Record<TierScore['tier'], number>>> = { vantage: 0.9, host: 0.99 }

function tierGoals(score: TierScore): readonly Goal[] {
  const { tier, first, ceiling, side, overclaimed, calibrationError } = score
  const least = leastSide[tier]
  return [
    atLeast(`of the ceiling, the right cause first (${tier})`, ceiling === 0 ? 1 : first / ceiling, 0.95),
    ...(least === undefined ? [] : [atLeast(`the right side (${tier})`, side, least)]),
    atMost(`wrong while 90 % sure (${tier})`, overclaimed, 0.01),
    atMost(`error of calibration (${tier})`, calibrationError, 0.05),
  ]
}

function atLeast(what: string, share: number, least: number): Goal {
  return { what: `at least ${inPercent(least)}: ${what}`, got: inPercent(share), isMet: share >= least }
}

function atMost(what: string, share: number, most: number): Goal {
  return { what: `at most ${inPercent(most)}: ${what}`, got: inPercent(share), isMet: share <= most }
}

function within(what: string, tookMs: number, mostMs: number): Goal {
  return { what: `${what} ${inSeconds(mostMs)}`, got: inSeconds(tookMs), isMet: tookMs <= mostMs }
}

// A number is never parted from its unit.
export function inPercent(share: number): string {
  return `${(share * 100).toFixed(1)}\u00a0%`
}

export function inSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)}\u00a0s`
}
