import type { Board, ComponentState } from '#protocol/board.ts'
import type { StatusView } from '#protocol/status-view.ts'
import type { Cancel } from '#shared/clock.ts'
import type { ComponentSeen, Evidence } from '../incidents/evidence.ts'
import type { Means } from '../means.ts'
import type { StatusTables } from '../store/tables.ts'
import type { Look, Round } from './look.ts'
import type { Agreement } from './peers.ts'
import { forgetOld, keepComponents, keepMeta, keepState, keepTime, readMeta, stateOf } from './records.ts'
import { forgetful, fresh, heard, isInDoubt, type Steadiness } from './steadiness.ts'
import { Timekeeper } from './timekeeper.ts'
import type { Witness } from './witness.ts'

export interface MonitorMeans extends Pick<Means, 'store' | 'clock' | 'chance' | 'log' | 'makeShortId' | 'changed'> {
  readonly look: () => Promise<Round>
  readonly witness: Witness
  readonly everyMs: number
  /** Which part of the interval is chance, 0 to 1. */
  readonly jitter: number
  /** What may be said to fail, of what surely does here: all of it, unless others watch too. */
  readonly agree: (failing: readonly string[]) => Promise<Agreement>
  /** The components that are worked on, and may fail. */
  readonly inMaintenance: () => ReadonlySet<string>
  /** The components whose probe the operator holds for wrong, by id. */
  readonly distrusted: () => ReadonlyMap<string, unknown>
  /** Says in public what is to be said of what was seen. It runs inside a transaction of the store. */
  readonly onEvidence: (evidence: Evidence) => boolean
}

const lastLookKey = 'last-look'
const forgetEveryMs = 3_600_000
const firstLookMs = 2_000
const leastRestMs = 250

/** Looks at everything again and again, and remembers what was seen. It never takes its own blindness for an outage. */
export class Monitor {
  readonly #means: MonitorMeans
  readonly #steady = new Map<string, Steadiness>()
  readonly #states = new Map<string, ComponentState>()
  readonly #time: Timekeeper
  #components: readonly StatusTables['components'][] = []
  #watchedKeys = ''
  #lastAt: number | null
  #lastSawAt: number | null
  #blindSince: number | null = null
  #forgotAt = 0
  #cancel: Cancel = () => undefined
  #isClosed = false
  #running: Promise<void> = Promise.resolve()

  constructor(means: MonitorMeans) {
    this.#means = means
    this.#time = new Timekeeper(means.store)
    const kept = Number(readMeta(means.store, lastLookKey) ?? Number.NaN)
    this.#lastAt = Number.isFinite(kept) ? kept : null
    this.#lastSawAt = this.#lastAt
  }

  get blind(): Board['blind'] {
    return this.#blindSince === null ? null : { since: this.#blindSince, lastLookAt: this.#lastSawAt }
  }

  /**
   * What this one sees, for others that watch the same site. It needs no certainty: theirs and ours together make it. A probe
   * that is held for wrong here has no voice there.
   */
  get view(): StatusView {
    const distrusted = this.#means.distrusted()
    const silent = new Set(this.#components.filter(({ id }) => distrusted.has(id)).map(({ key }) => key))
    const down = [...this.#steady].filter(([key, { state }]) => state === 'down' && !silent.has(key))
    const failing = down.map(([key]) => key)
    return { asOf: this.#lastAt, isBlind: this.#blindSince !== null, failing: failing.slice(0, 200) }
  }

  /** Begins to look; not at once, for those who are started together with it are not there yet. */
  start(): void {
    this.#next(Math.min(firstLookMs, this.#means.everyMs))
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancel()
    await this.#running
    this.#means.store.write(() => this.#time.writeNow())
  }

  #next(afterMs: number): void {
    const { clock, log } = this.#means
    this.#cancel = clock.after(afterMs, () => {
      const startedAt = clock.now()
      this.#running = this.round()
        .catch((bug: unknown) => log.error('bug', { bug: bug instanceof Error ? bug.stack : String(bug) }))
        // A look that was slow is followed as soon as a quick one: what is slow is what has to be watched.
        .then(() => (this.#isClosed ? undefined : this.#next(this.#waitMs(clock.now() - startedAt))))
    })
  }

  /** Chance keeps several monitors, and several edges, from asking at the same instant for ever. */
  #waitMs(tookMs: number): number {
    const { everyMs, jitter, chance } = this.#means
    // Whatever failed once is asked again sooner: the doubt is over in half the time, either way.
    const meanMs = [...this.#steady.values()].some(isInDoubt) ? everyMs / 2 : everyMs
    const intervalMs = Math.round(meanMs * (1 - jitter + 2 * jitter * chance()))
    // A clock that was set meanwhile makes neither a rush nor a long silence.
    return Math.min(intervalMs, Math.max(intervalMs - tookMs, leastRestMs))
  }

  async round(): Promise<void> {
    const { look, clock } = this.#means
    const round = await look()
    const isBlind = await this.#isBlind(round)
    const at = clock.now()
    if (this.#isClosed) return
    this.#tellBlind(isBlind, at)
    const wasAway = this.#wasAway(at)
    if (wasAway) for (const [key, steady] of this.#steady) this.#steady.set(key, forgetful(steady))
    if (!isBlind) for (const one of round.looks) this.#hear(one, at)
    const agreement = await this.#means.agree(isBlind ? [] : this.#sure())
    // A disk that fails in the middle has all of it written a second time, elsewhere: it changes nothing but the store.
    const { states, isTold } = this.#means.store.write(() =>
      this.#keep(round, { at, isBlind, isUnseen: isBlind || wasAway, agreement }),
    )
    for (const [id, state] of states) this.#states.set(id, state)
    const isChanged = isTold || states.size > 0
    this.#lastAt = at
    if (!isBlind) this.#lastSawAt = at
    if (isChanged) this.#means.changed()
  }

  /** Nothing of the site answers, and neither does anybody else. */
  async #isBlind({ isDeaf, looks }: Round): Promise<boolean> {
    const { witness } = this.#means
    if (isDeaf && !(await witness.sees())) return true
    const isNameFailing = looks.some(({ key, outcome }) => key === 'dns' && outcome === 'failing')
    return isNameFailing && !(await witness.resolves())
  }

  #tellBlind(isBlind: boolean, at: number): void {
    if (isBlind === (this.#blindSince !== null)) return
    this.#blindSince = isBlind ? at : null
    if (isBlind) this.#means.log.warn('blind', { lastLookAt: this.#lastSawAt })
    else this.#means.log.info('sees again')
    this.#means.changed()
  }

  #hear({ key, outcome }: Look, at: number): void {
    if (outcome === 'unseen') return
    this.#steady.set(key, heard(this.#steady.get(key) ?? fresh, { at, isWell: outcome === 'well' }))
  }

  #keep(
    round: Round,
    { at, isBlind, isUnseen, agreement }: Kept,
  ): { states: ReadonlyMap<string, ComponentState>; isTold: boolean } {
    const { store } = this.#means
    this.#know(round.watched, at)
    const components = this.#components
    const distrusted = this.#means.distrusted()
    for (const { id } of components) this.#keepElapsed(id, { at, isUnseen: isUnseen || distrusted.has(id) })
    if (this.#time.write(at)) keepMeta(store, lastLookKey, String(at))
    this.#forget(at)
    if (isBlind) return { states: new Map(), isTold: false }
    const inMaintenance = this.#means.inMaintenance()
    const known = { inMaintenance, agreed: agreement.agreed, distrusted }
    const seen = components.flatMap((component) => this.#seen(component, round.looks, known))
    for (const { id, look } of seen) {
      if (look.tookMs !== null) this.#time.took(id, { at, tookMs: look.tookMs })
    }
    // What is told comes before the state, so that what it changes can be named in what is told.
    const isTold = this.#means.onEvidence({ at, seen, alone: agreement.alone })
    return { states: new Map(seen.flatMap((one) => this.#keepState(one, at))), isTold }
  }

  /** Asleep, stopped, or the clock was set: what lies between was not watched. */
  #wasAway(at: number): boolean {
    if (this.#lastAt === null) return false
    const gapMs = at - this.#lastAt
    return gapMs < 0 || gapMs > Math.max(60_000, 4 * this.#means.everyMs)
  }

  #keepElapsed(id: string, { at, isUnseen }: { readonly at: number; readonly isUnseen: boolean }): void {
    const as = isUnseen ? 'unseen' : (this.#stateOf(id) ?? 'operational')
    this.#time.spent(id, { from: this.#lastAt ?? at - 1, until: at, as })
  }

  #seen(
    component: StatusTables['components'],
    looks: readonly Look[],
    { inMaintenance, agreed, distrusted }: Known,
  ): readonly ComponentSeen[] {
    const look = looks.find(({ key }) => key === component.key)
    if (look === undefined) return []
    const steady = this.#steady.get(component.key) ?? fresh
    return [
      {
        id: component.id,
        component,
        look,
        failedAt: agreed.has(component.key) ? steady.failedAt : null,
        recoveredAt: steady.recoveredAt,
        hiddenBehind: look.outcome === 'unseen' ? this.#agreedBehind(look.behind, { agreed, distrusted }) : null,
        isInMaintenance: inMaintenance.has(component.id),
        isDistrusted: distrusted.has(component.id),
      },
    ]
  }

  /** The key of what it is hidden behind, if that is said to be down. */
  #agreedBehind(key: string | null, { agreed, distrusted }: Omit<Known, 'inMaintenance'>): string | null {
    if (key === null || !agreed.has(key)) return null
    return this.#components.some((one) => one.key === key && distrusted.has(one.id)) ? null : key
  }

  #sure(): readonly string[] {
    return [...this.#steady].filter(([, { state, isSure }]) => state === 'down' && isSure).map(([key]) => key)
  }

  #keepState(seen: ComponentSeen, at: number): readonly (readonly [id: string, state: ComponentState])[] {
    // What a wrong probe says goes into no history. The last state it had is covered meanwhile (`boardComponents`).
    if (seen.isDistrusted) return []
    const { store } = this.#means
    const before = this.#stateOf(seen.id)
    const state = stateSeen(seen, before)
    if (state === undefined || state === before) return []
    const since = state === 'operational' ? at : (seen.failedAt ?? at)
    keepState(store, seen.id, { state, at: since, because: seen.look.because })
    // Until now it was counted as well, and was not.
    if (since < at) keepTime(store, seen.id, { from: since, until: at, as: state })
    return [[seen.id, state]]
  }

  #stateOf(id: string): ComponentState | undefined {
    const known = this.#states.get(id) ?? stateOf(this.#means.store, id)
    if (known !== undefined) this.#states.set(id, known)
    return known
  }

  /** What is watched changes seldom: when a back end is added or taken away. */
  #know(watched: Round['watched'], at: number): void {
    const keys = JSON.stringify(watched.map(({ key, name }) => [key, name]))
    if (keys === this.#watchedKeys) return
    this.#watchedKeys = keys
    this.#components = keepComponents(this.#means, { watched, at })
  }

  #forget(at: number): void {
    if (Math.abs(at - this.#forgotAt) < forgetEveryMs) return
    this.#forgotAt = at
    forgetOld(this.#means.store, at)
  }
}

interface Kept {
  readonly at: number
  readonly isBlind: boolean
  /** Blind, or away. */
  readonly isUnseen: boolean
  readonly agreement: Agreement
}

interface Known {
  readonly inMaintenance: ReadonlySet<string>
  readonly agreed: ReadonlySet<string>
  readonly distrusted: ReadonlyMap<string, unknown>
}

/** What is said of a component; undefined leaves what was said before. */
function stateSeen(seen: ComponentSeen, before: ComponentState | undefined): ComponentState | undefined {
  if (seen.isInMaintenance) return 'under_maintenance'
  if (seen.failedAt !== null) return seen.look.outcome === 'failing' ? seen.look.state : (before ?? 'major_outage')
  if (seen.hiddenBehind !== null) return 'major_outage'
  if (seen.look.outcome === 'unseen') return undefined
  return 'operational'
}
