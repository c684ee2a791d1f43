import type { Concluded, LabRecord, Run } from '../record.ts'
import { tiers, type Tier } from '../tiers.ts'
import { calibrationErrorOf, mean } from './calibration.ts'
import { visitScore, type VisitScore } from './visit-score.ts'

/** How well the doctor does with one amount of evidence, over all runs; shares from 0 to 1. */
export interface TierScore {
  readonly tier: Tier
  readonly runs: number
  readonly first: number
  /** The most that anybody could reach: what looks the same in this tier is one guess. */
  readonly ceiling: number
  readonly firstThree: number
  readonly side: number
  /** Wrong, and said with 90 % or more. */
  readonly overclaimed: number
  /** The mean distance between how sure it is and how often it is right, over ten classes of sureness. */
  readonly calibrationError: number
  readonly brier: number
  /** The true cause is the first, or among those that are said to look like it. */
  readonly named: number
  /** Where it is neither sure nor right, a next test is proposed. */
  readonly asksOn: number
}

export interface Score {
  readonly tiers: readonly TierScore[]
  /** Of the runs that somebody at the site could mend, how many answered after the fix that was named. */
  readonly mended: { readonly of: number; readonly done: number }
  /** Healthy origins that were called down. */
  readonly falseAlarms: { readonly of: number; readonly called: number }
  /** How long the doctor took from its start to its end, in milliseconds: half of what is refused no longer, no silence longer. */
  readonly refusedMs: number
  readonly silentMs: number
  readonly visits: VisitScore
}

export function scoreOf({ runs, visits }: Pick<LabRecord, 'runs' | 'visits'>): Score {
  const mendable = runs.filter(({ isMended }) => isMended !== null)
  const well = runs.filter(({ isWell }) => isWell)
  return {
    tiers: tiers.map((tier) => tierScore(tier, runs)),
    mended: { of: mendable.length, done: mendable.filter(({ isMended }) => isMended === true).length },
    falseAlarms: { of: well.length, called: well.filter(isCalledDown).length },
    refusedMs: median(
      runs.filter(({ evidence }) => evidence.edge?.code === 'ECONNREFUSED').map(({ tookMs }) => tookMs),
    ),
    silentMs: Math.max(0, ...runs.filter(isSilence).map(({ tookMs }) => tookMs)),
    visits: visitScore(visits),
  }
}

interface Seen {
  readonly run: Run
  readonly one: Concluded
}

function tierScore(tier: Tier, runs: readonly Run[]): TierScore {
  const all = runs.flatMap((run): readonly Seen[] =>
    run.concluded.filter((one) => one.tier === tier).map((one) => ({ run, one })),
  )
  const share = (is: (seen: Seen) => boolean): number => (all.length === 0 ? 0 : all.filter(is).length / all.length)
  return {
    tier,
    runs: all.length,
    first: share(({ one }) => one.isRight),
    ceiling: ceilingOf(all),
    firstThree: share(({ run, one }) => one.isRight || one.firstThree.includes(run.truth)),
    side: share(({ one }) => one.isRightSide),
    overclaimed: share(({ one }) => !one.isRight && one.p >= 0.9),
    calibrationError: calibrationErrorOf(all.map(({ one }) => one)),
    brier: mean(all.map(({ one }) => (one.p - Number(one.isRight)) ** 2)),
    named: share(({ run, one }) => one.isRight || one.together.includes(run.truth)),
    asksOn: share(({ one }) => one.isRight || one.nextTest !== null),
  }
}

/** Of each group that looks the same, only the cause that is most of it can be guessed right. */
function ceilingOf(all: readonly Seen[]): number {
  const groups = Map.groupBy(all, ({ one }) => one.signature)
  const guessed = [...groups.values()].map((group) => {
    const byCause = Map.groupBy(group, ({ run }) => run.truth)
    return Math.max(...[...byCause.values()].map(({ length }) => length))
  })
  return all.length === 0 ? 0 : guessed.reduce((sum, count) => sum + count, 0) / all.length
}

function isSilence({ evidence: { edge } }: Run): boolean {
  return edge?.phase === 'connect' && (edge.code === 'ETIMEDOUT' || edge.code === 'PROBE_CONNECT_TIMEOUT')
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? 0
}

/** One of a healthy origin's attempts may fail; only when all of several did may it be called down. */
function isCalledDown({ concluded, evidence: { edge } }: Run): boolean {
  const saysDown = concluded.some(({ tier, standing }) => tier !== 'number' && standing === 'fails')
  const attempts = 1 + (edge?.again?.length ?? 0)
  return saysDown && attempts < 2
}
