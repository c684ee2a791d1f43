import type { Case, PlaceSeen } from '#protocol/case.ts'
import { sides, type Side } from '#protocol/fault.ts'
import { verdictVersion, type Verdict } from '#protocol/verdict.ts'
import { causes, unknownId, wellId } from './catalogue.ts'
import { codeOf, resultsOf } from './judge/attempt-result.ts'
import { confirmedSays, type ConfirmedCauses } from './judge/confirmed.ts'
import { togetherWith } from './judge/groups.ts'
import { nextTest } from './judge/next-test.ts'
import { observe, type Observation } from './judge/observe.ts'
import { priorOf, priorSays, updated, type Belief, type PriorName } from './judge/posterior.ts'
import { bounded, suspectsOf } from './judge/suspects.ts'

export type { ConfirmedCauses } from './judge/confirmed.ts'
export type { PriorName } from './judge/posterior.ts'

export interface JudgeOptions {
  /** What is believed before the evidence. `even` is for the lab, where every fault comes equally often. */
  readonly prior?: PriorName
  /** Causes that were proven here before, and how often each. */
  readonly confirmed?: ConfirmedCauses
}

/**
 * What the evidence of a case says about its cause. Each cause of the catalogue says how likely everything that can be seen
 * would be if it were the cause; Bayes' rule turns that round. What is missing is left out and speaks neither way.
 */
export function judge(given: Case, { prior = 'experience', confirmed = new Map() }: JudgeOptions = {}): Verdict {
  const { observations, notes } = observe(given)
  const before = priorOf(prior, confirmed)
  const belief = updated(before, observations)
  const suspects = suspectsOf(belief, observations)
  const leader = suspects[0]?.id ?? unknownId
  const { side, sideP } = observations.length === 0 ? nobodys : sideOf(belief)
  const proposal = isSettled(leader, belief) ? undefined : nextTest(belief, observations)
  return {
    version: verdictVersion,
    standing: standingOf(observations),
    code: codeFor(given),
    side,
    sideP: bounded(sideP),
    causes: [...suspects],
    also: [...also(given, before)],
    nextTest: proposal === undefined ? null : proposed(proposal),
    fix: fixOf(leader),
    cannotTell: [...togetherWith(leader, { belief, seen: observations })],
    prior: { name: prior, says: `${priorSays[prior]}${prior === 'even' ? '' : confirmedSays(confirmed)}` },
    evidence: observations.map(({ evidence, says, doubt }) => ({ evidence, says, doubt })),
    notes: [...notes],
  }
}

/**
 * Two faults at once: what the second place met may lie behind what stops the failing place, and would be met there once that
 * is mended.
 */
function also({ edge, vantage }: Case, before: Belief): Verdict['also'] {
  if (edge === undefined || vantage === undefined || reachOf(vantage) <= reachOf(edge)) return []
  const beyond = observe({ edge: vantage })
  const own = beyond.observations.filter(({ feature }) => feature === 'edge')
  const suspects = suspectsOf(updated(before, own), own)
  return suspects.filter(({ id, p }) => p >= 0.1 && id !== wellId && id !== unknownId)
}

/** How far an attempt that failed came; whoever got an answer met nothing. */
function reachOf({ phase }: PlaceSeen): number {
  return phase === undefined ? -1 : ['dns', 'connect', 'tls', 'certificate', 'http'].indexOf(phase)
}

/** Beyond this nobody should be sent to look further before the fix was tried. */
const settledAt = 0.97

function isSettled(leader: string, belief: Belief): boolean {
  // Whoever is well need not be sent to look for what is wrong.
  return leader === wellId || (leader !== unknownId && (belief.get(leader) ?? 0) >= settledAt)
}

function proposed({ test, gainBits }: NonNullable<ReturnType<typeof nextTest>>): Verdict['nextTest'] {
  const { id, what, who, cost } = test
  const bits = Math.round(gainBits * 100) / 100
  return {
    id,
    what,
    who,
    cost,
    gainBits: bits,
    why: `It may be expected to tell ${bits} bits about which of these it is.`,
  }
}

/** Of what nobody has looked at, the prior alone is no reason to name a side. */
const nobodys = { side: null, sideP: 0 } as const

/** The likeliest side, beside nothing being wrong and nobody knowing. */
function sideOf(belief: Belief): { readonly side: Side | null; readonly sideP: number } {
  const pOf = (side: Side | null): number =>
    [...belief].reduce((sum, [id, p]) => (causes.get(id)?.side === side ? sum + p : sum), 0)
  const ranked = sides.map((side) => ({ side, sideP: pOf(side) })).toSorted((a, b) => b.sideP - a.sideP)
  const best = ranked[0]
  const none = pOf(null)
  return best !== undefined && best.sideP > none ? best : { side: null, sideP: none }
}

function standingOf(observations: readonly Observation[]): Verdict['standing'] {
  const attempts = observations.find(({ feature }) => feature === 'attempts')
  if (attempts?.values[0] === 'some-fail') return 'unsteady'
  const edge = observations.find(({ feature }) => feature === 'edge')
  if (edge === undefined) return 'unknown'
  return edge.values.includes('ok') ? 'answers' : 'fails'
}

/** The number that everybody knows, where all that may have been seen has the same; none for half an answer. */
function codeFor(given: Case): number | null {
  const failing = given.edge ?? given.vantage
  if (failing === undefined) return null
  const results = resultsOf(failing)
  if (results.includes('cut') || results.includes('stalled') || results.includes('redirect-circle')) return null
  const codes = new Set(results.map(codeOf))
  const [code] = codes
  return failing.status ?? (codes.size === 1 ? (code ?? null) : null)
}

function fixOf(leader: string): Verdict['fix'] {
  const cause = causes.get(leader)
  if (cause === undefined || leader === wellId || leader === unknownId) return null
  const { steps, risk, verify, cost } = cause.fix
  return { cause: leader, steps: [...steps], risk, verify, cost }
}
