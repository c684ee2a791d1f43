import type { Attempt, Case, PlaceSeen } from '#protocol/case.ts'
import { resultsOf, type Result } from './attempt-result.ts'
import { attemptSays, durationSays } from './attempt-says.ts'
import type { Seen } from './likelihood.ts'
import { observeAuthority } from './observe-authority.ts'
import { observeHost } from './observe-host.ts'

/** Something seen, where it stands in the case, and in words. */
export interface Observation extends Seen {
  readonly evidence: string
  readonly says: string
}

export interface Observed {
  readonly observations: readonly Observation[]
  /** What the case holds that says nothing, and why. */
  readonly notes: readonly string[]
}

/** Everything that a case says about its cause. */
export function observe(given: Case): Observed {
  const failing = given.edge ?? given.vantage
  const attempt = failing === undefined ? undefined : worst(failing)
  const edge = attempt === undefined ? resultsOfNames(given) : resultsOf(attempt)
  const place = given.edge === undefined ? 'vantage' : 'edge'
  const observations = [
    ...observeFailing(failing, { edge, attempt, place, given }),
    ...(given.edge === undefined ? [] : observeVantage(given.vantage, edge)),
    ...observeAddress(given, failing),
    ...observeAuthority(given),
    ...observeOther('otherPort', edge, given.otherPort),
    ...observeOther('otherFamily', edge, given.otherFamily),
  ]
  const host = observeHost(given)
  return {
    observations: [...observations, ...host.observations],
    notes: [...notesOf(failing, edge), ...disagreements(given), ...host.notes],
  }
}

/** Of several attempts the first that failed says more than one that did not. */
function worst(seen: PlaceSeen): Attempt {
  const failed = [seen, ...(seen.again ?? [])].find((attempt) => {
    const results = resultsOf(attempt)
    return results.length > 0 && !results.includes('ok')
  })
  return failed ?? seen
}

interface Failing {
  readonly edge: readonly Result[]
  /** The attempt that ended so. */
  readonly attempt: Attempt | undefined
  readonly place: string
  readonly given: Case
}

function observeFailing(seen: PlaceSeen | undefined, { edge, attempt, place, given }: Failing): readonly Observation[] {
  const own: Observation[] = []
  const add = (one: Omit<Observation, 'doubt'> & { readonly doubt?: number }): void =>
    void own.push({ doubt: 0, ...one })
  if (edge.length > 0) {
    const says = attempt === undefined ? namesSay(given) : attemptSays(attempt)
    add({ feature: 'edge', values: edge, evidence: attempt === undefined ? 'names' : place, says })
  }
  if (seen === undefined) return own
  const all = [seen, ...(seen.again ?? [])]
  if (all.length > 1) own.push(...observeAttempts(all, place))
  if (seen.ownRule !== undefined) {
    const says = `Its own firewall: ${seen.ownRule === 'none' ? 'no rule counted' : `a rule that ${seen.ownRule}s counted`}.`
    add({ feature: 'ownRule', values: [seen.ownRule], evidence: `${place}.ownRule`, says })
  }
  if (seen.reused !== undefined) {
    const says = `A second request on a connection that had lain idle ${seen.reused}.`
    add({ feature: 'reused', values: [seen.reused], evidence: `${place}.reused`, says })
  }
  if (seen.unasked !== undefined) {
    const says =
      seen.unasked === 'kept'
        ? 'A connection on which nothing was asked stayed open.'
        : 'A connection on which nothing was asked was ended all the same.'
    add({ feature: 'unasked', values: [seen.unasked], evidence: `${place}.unasked`, says })
  }
  if (seen.speaks !== undefined) {
    const says =
      seen.speaks === 'neither'
        ? 'The port gives no answer with TLS or without.'
        : `Asked the other way, the port speaks ${seen.speaks === 'tls' ? 'TLS' : 'plain HTTP'}.`
    add({ feature: 'speaks', values: [seen.speaks], evidence: `${place}.speaks`, says })
  }
  if (seen.clockAheadMs !== undefined) {
    const isWrong = Math.abs(seen.clockAheadMs) > clockToleranceMs
    const says = isWrong
      ? `Its clock is ${Math.round(Math.abs(seen.clockAheadMs) / 1000)} s from that of the answer.`
      : 'Its clock and that of the answer agree.'
    add({
      feature: 'clock',
      values: [isWrong ? 'wrong' : 'right'],
      evidence: `${place}.clockAheadMs`,
      says,
      doubt: 0.2,
    })
  }
  return own
}

/** Answers may lie in a cache for a while, and certificates have days. */
const clockToleranceMs = 3_600_000

function observeAttempts(all: readonly Attempt[], place: string): readonly Observation[] {
  const ends = all.map(resultsOf).filter((results) => results.length > 0)
  if (ends.length < 2) return []
  const fails = ends.map((results) => !results.includes('ok'))
  const failed = fails.filter((isFailed) => isFailed).length
  const value =
    failed === 0 ? 'none-fails' : failed === ends.length ? 'all-fail' : isTurn(fails) ? 'then-fail' : 'some-fail'
  const says = `Of ${ends.length} attempts ${failed} failed.`
  const attempts = { feature: 'attempts', values: [value], doubt: 0, evidence: `${place}.again`, says } as const
  const connects = all.flatMap(({ connectMs, phase }) => (phase === 'connect' ? [] : (connectMs ?? [])))
  if (connects.length === 0) return [attempts]
  const late = connects.filter((ms) => ms > stepFromMs)
  const times = {
    feature: 'connectTime',
    values: [late.length > 0 ? 'in-steps' : 'at-once'],
    doubt: 0,
    evidence: `${place}.again`,
    says: `Connections came about after ${connects.map(durationSays).join(', ')}.`,
  } as const
  return [attempts, times]
}

/** Whether it went well at first, and then never again. */
function isTurn(fails: readonly boolean[]): boolean {
  const first = fails.indexOf(true)
  return first > 0 && fails.slice(first).every((isFailed) => isFailed)
}

/** A first packet that was lost is sent again after one second. */
const stepFromMs = 950

function observeVantage(seen: PlaceSeen | undefined, edge: readonly Result[]): readonly Observation[] {
  if (seen === undefined) return []
  const there = resultsOf(seen)
  if (there.length === 0 || edge.length === 0) return []
  const value = there.some((result) => edge.includes(result)) ? 'same' : relationOf(there)
  const says = `The second place: ${attemptSays(seen)}`
  return [{ feature: 'vantage', values: [value], doubt: 0, evidence: 'vantage', says }]
}

function relationOf(there: readonly Result[]): string {
  if (there.includes('ok')) return 'ok'
  return there.includes('no-connection') ? 'no-connection' : 'other'
}

function observeAddress({ target }: Case, failing: PlaceSeen | undefined): readonly Observation[] {
  const address = failing?.address
  const configured = target?.addresses ?? []
  if (address === undefined || configured.length === 0) return []
  const isConfigured = configured.includes(address)
  const says = isConfigured
    ? `${address} is the configured address of the origin.`
    : `${address} was asked, and the origin is configured as ${configured.join(', ')}.`
  const values = [isConfigured ? 'configured' : 'other']
  return [{ feature: 'address', values, doubt: 0, evidence: 'target.addresses', says }]
}

const others = { otherPort: 'The other web port', otherFamily: 'The address of the other family' } as const

/** Whether another door of the same site fails in the same way: then it is the house, and else the door. */
function observeOther(
  feature: keyof typeof others,
  edge: readonly Result[],
  seen: Attempt | undefined,
): readonly Observation[] {
  const results = seen === undefined ? [] : resultsOf(seen)
  if (seen === undefined || results.length === 0) return []
  // Any answer shows that somebody listens there.
  const isOk = seen.status !== undefined || results.includes('ok')
  const isSame = results.some((result) => edge.includes(result))
  const value = isOk ? 'ok' : isSame ? 'same' : 'otherwise'
  return [{ feature, values: [value], doubt: 0, evidence: feature, says: `${others[feature]}: ${attemptSays(seen)}` }]
}

/** What name servers said, where nobody came further. */
function resultsOfNames({ names = [] }: Case): readonly Result[] {
  const failed = names.find(({ code }) => code !== undefined)
  const hasAddress = names.some(({ addresses = [] }) => addresses.length > 0)
  return failed?.code === undefined || hasAddress ? [] : resultsOf({ phase: 'dns', code: failed.code })
}

function namesSay({ names = [] }: Case): string {
  return names.map(({ from, code, addresses = [] }) => `${from} says ${code ?? addresses.join(', ')}`).join('; ')
}

/** Name servers that say different things have old records, or do not speak for the same zone. */
function disagreements({ names = [] }: Case): readonly string[] {
  const said = new Set(names.map(({ addresses, code = '' }) => addresses?.toSorted().join(', ') ?? code))
  if (said.size < 2) return []
  const each = names.map(({ from, addresses, code = '' }) => `${from} says ${addresses?.join(', ') ?? code}`)
  return [`The name servers do not agree: ${each.join('; ')}.`]
}

function notesOf(failing: PlaceSeen | undefined, edge: readonly Result[]): readonly string[] {
  if (failing === undefined || edge.length > 0) return []
  if (failing.code === 'ETIMEDOUT') {
    return ['A time-out before 3 s is a timer of the program that asked, not the network: it was left out.']
  }
  return ['Of the failing place nothing is known that says how it failed.']
}
