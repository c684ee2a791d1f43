import { sides, type Side } from '#protocol/fault.ts'
import type { VisitorTests } from '#protocol/visitor-tests.ts'
import { actionFor } from './visitor/action.ts'
import {
  suspected,
  visitorExpects,
  visitorFeatures,
  visitorPrior,
  visitorUsual,
  type Suspected,
} from './visitor/expects.ts'
import { visitorSeen, type VisitorSeen } from './visitor/seen.ts'
import { visitorSays } from './visitor/says.ts'

export { reaches } from './visitor/seen.ts'
export type VisitorVerdict = NonNullable<VisitorTests['verdict']>

/**
 * Whose side it is on, from what a browser can know, how sure that is, and the one thing to do. As with causes, prior times
 * likelihoods; what was not asked is left out.
 */
export function judgeVisitor(tests: Omit<VisitorTests, 'verdict'>): VisitorVerdict | null {
  const seen = visitorSeen(tests)
  if (seen.length === 0) return null
  const belief = believed(seen)
  const ranked = [...belief].toSorted(([, a], [, b]) => b - a)
  const [leader, p] = ranked[0] ?? ['well', 0]
  const side = leader === 'well' ? null : leader
  const cannotTell = side === null ? [] : alike(leader, seen)
  return {
    side,
    p: bounded(p),
    says: visitorSays(side, p, cannotTell),
    because: reasons(leader, seen).slice(0, 6),
    cannotTell,
    action: actionFor({ side, p, tests, seen }),
  }
}

/** What is believed of each side after this. */
export function believed(seen: readonly VisitorSeen[]): ReadonlyMap<Suspected, number> {
  const weights = suspected.map((who) => [who, visitorPrior[who] * product(who, seen)] as const)
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0)
  return new Map(weights.map(([who, weight]) => [who, weight / total]))
}

function product(who: Suspected, seen: readonly VisitorSeen[]): number {
  return seen.reduce((all, one) => all * likelihoodOf(who, one), 1)
}

/** No answer is a proof: this much of each question stays for what nobody expects. */
const surprise = 0.02

function likelihoodOf(who: Suspected, { feature, value }: VisitorSeen): number {
  const odds = visitorExpects[who][feature] ?? visitorUsual[feature]
  const values: readonly string[] = visitorFeatures[feature]
  const unnamed = values.filter((one) => odds[one] === undefined).length
  const left = 1 - Object.values(odds).reduce((sum, p) => sum + p, 0)
  const named = odds[value] ?? (unnamed === 0 ? 0 : Math.max(0, left) / unnamed)
  return (1 - surprise) * named + surprise / values.length
}

/** Sides under which everything seen is about as likely: between them stands only what was believed before. */
function alike(leader: Suspected, seen: readonly VisitorSeen[]): Side[] {
  const best = product(leader, seen)
  const isAlike = (side: Side): boolean => {
    const ratio = product(side, seen) / best
    return ratio > 1 / alikeWithin && ratio < alikeWithin
  }
  const group = sides.filter((side) => side === leader || isAlike(side))
  return group.length < 2 ? [] : group
}

const alikeWithin = 4

function reasons(leader: Suspected, seen: readonly VisitorSeen[]): string[] {
  const others = suspected.filter((who) => who !== leader)
  const weightOf = (one: VisitorSeen): number => {
    const mean = others.reduce((sum, who) => sum + likelihoodOf(who, one), 0) / others.length
    return likelihoodOf(leader, one) / mean
  }
  return seen
    .map((one) => ({ says: one.says, weight: weightOf(one) }))
    .filter(({ weight }) => weight > 1)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ says }) => says)
}

function bounded(p: number): number {
  return Math.min(0.99, Math.round(p * 100) / 100)
}
