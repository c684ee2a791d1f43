import type { ComponentState, Hop } from '#protocol/board.ts'
import type { Receipt, Report, ReportAnswer } from '#protocol/report.ts'
import type { Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import type { Store } from '../store/store.ts'
import type { Confirming } from './confirm.ts'
import type { NetworkError } from './network-errors.ts'
import { Reported } from './reported.ts'
import { Tally } from './tally.ts'

export interface ReportsMeans {
  readonly store: Store
  readonly clock: Pick<Clock, 'now' | 'every'>
  readonly log: Log
  readonly confirming: Pick<Confirming, 'confirmed'>
  /** Marks in the place of addresses. */
  readonly markOf: (address: string) => string
  /** Something public has changed. */
  readonly changed: () => void
}

/** A fault that the edge met for somebody who then told us: as good as a look of our own. */
export interface Measured extends Receipt {
  readonly componentId: string
}

const minuteMs = 60_000
const mostMeasured = 200
const mostKinds = 30

interface Watched {
  readonly id: string
  readonly hop: Hop | null
  readonly state: ComponentState
}

/** "I see it too": who says so of what, and whether that is more than chance. */
export class Reports {
  readonly #means: ReportsMeans
  readonly #tally: Tally
  readonly #of = new Map<string, Reported>()
  #measured: readonly Measured[] = []
  #found: { readonly second: number; readonly all: readonly Watched[] } = { second: -1, all: [] }
  /** Of which it was said at the last look that people report it. */
  #shown: ReadonlySet<string> = new Set()
  /** What browsers told by themselves, by kind: how often, and when last. */
  readonly #kinds = new Map<string, { times: number; lastAt: number }>()

  constructor(means: ReportsMeans) {
    this.#means = means
    this.#tally = new Tally(means.store)
  }

  /** Looks every minute; what it answers with ends that. */
  start(): () => void {
    return this.#means.clock.every(minuteMs, () => this.look())
  }

  async report({ hop = 'server', component, receipt }: Report, address: string): Promise<ReportAnswer> {
    const watched = this.#find(component, hop)
    if (watched === undefined) return nothingWatched
    const confirmed = await this.#means.confirming.confirmed(receipt)
    if (confirmed !== undefined) this.#note({ ...confirmed, componentId: watched.id })
    const isCounted = this.#count(watched, address)
    const reported = this.#reported(watched.id)
    const { people } = reported
    const isReported = this.#shows(watched)
    return { component: watched.id, isCounted, isConfirmed: confirmed !== undefined, people, isReported }
  }

  /** What browsers tell by themselves counts as the same person's report. */
  networkErrors(errors: readonly NetworkError[], address: string): void {
    for (const { hop, kind, agoMs } of errors) {
      const watched = this.#find(undefined, hop)
      if (watched === undefined) continue
      this.#count(watched, address)
      this.#noteKind(`${watched.id} ${kind}`, this.#means.clock.now() - agoMs)
    }
  }

  /** So many people report it that it is hardly chance, while our own probes see nothing. */
  isReported(componentId: string): boolean {
    const watched = this.#watched().find(({ id }) => id === componentId)
    return watched !== undefined && this.#shows(watched)
  }

  /** How many people reported any of these from one moment to another. */
  peopleBetween(componentIds: readonly string[], from: number, until: number): number {
    return this.#tally.between(componentIds, from, until) + this.#unwritten(componentIds)
  }

  /** Faults that the edge confirmed since this was asked last, the oldest first. */
  takeMeasured(): readonly Measured[] {
    const taken = this.#measured
    this.#measured = []
    return taken
  }

  /** What browsers told by themselves of a component within the last hour, in words. */
  seenByBrowsers(componentId: string): readonly string[] {
    const now = this.#means.clock.now()
    return [...this.#kinds]
      .filter(([key, { lastAt }]) => key.startsWith(`${componentId} `) && now - lastAt < 60 * minuteMs)
      .map(
        ([key, { times }]) =>
          `browsers told of ${key.slice(componentId.length + 1)}, ${times === 1 ? 'once' : `${times} times`}`,
      )
  }

  /** How many people have ever reported each component. */
  totals(): ReadonlyMap<string, number> {
    const now = this.#means.clock.now()
    return new Map(this.#watched().map(({ id }) => [id, this.peopleBetween([id], 0, now)]))
  }

  /** Looks at every window, and writes down what has come in. */
  look(): void {
    const now = this.#means.clock.now()
    const watched = this.#watched()
    for (const { id, state } of watched) this.#reported(id).look(now, state === 'operational')
    this.#write(now)
    for (const [key, { lastAt }] of this.#kinds) if (now - lastAt > 60 * minuteMs) this.#kinds.delete(key)
    const shown = new Set(watched.filter((one) => this.#shows(one)).map(({ id }) => id))
    const isOther = shown.size !== this.#shown.size || [...shown].some((id) => !this.#shown.has(id))
    this.#shown = shown
    if (isOther) this.#means.changed()
  }

  #write(now: number): void {
    this.#means.store.write(() => {
      for (const [id, reported] of this.#of) {
        const people = reported.takeUnwritten()
        if (people > 0) this.#tally.add(id, people, now)
        for (const hour of reported.takeHours()) this.#tally.closeHour(id, hour)
      }
      this.#tally.forget(now)
    })
  }

  /** Reports alone never say more than this, and nothing where we know already or have announced it. */
  #shows({ id, state }: Watched): boolean {
    return state === 'operational' && this.#reported(id).isAlarmed(this.#means.clock.now())
  }

  #count({ id }: Watched, address: string): boolean {
    return this.#reported(id).add(this.#means.markOf(address), this.#means.clock.now())
  }

  #note(measured: Measured): void {
    this.#measured = [...this.#measured, measured].slice(-mostMeasured)
    this.#means.log.info('a report is confirmed', { ...measured })
  }

  #noteKind(key: string, at: number): void {
    const before = this.#kinds.get(key)
    if (before === undefined && this.#kinds.size >= mostKinds) return
    this.#kinds.set(key, { times: (before?.times ?? 0) + 1, lastAt: Math.max(at, before?.lastAt ?? 0) })
  }

  #reported(id: string): Reported {
    const known = this.#of.get(id)
    if (known !== undefined) return known
    const reported = new Reported(this.#tally.hours(id), this.#means.clock.now())
    this.#of.set(id, reported)
    return reported
  }

  #unwritten(ids: readonly string[]): number {
    return ids.reduce((sum, id) => sum + (this.#of.get(id)?.unwritten ?? 0), 0)
  }

  /** Reports may come by the thousand, and what is watched changes seldom. */
  #find(component: string | undefined, hop: Hop): Watched | undefined {
    const second = Math.floor(this.#means.clock.now() / 1000)
    if (this.#found.second !== second) this.#found = { second, all: this.#watched() }
    const { all } = this.#found
    return all.find(({ id }) => id === component) ?? all.find((one) => one.hop === hop)
  }

  /** What is watched, and how it is by our own looks. */
  #watched(): readonly Watched[] {
    const { db, all } = this.#means.store
    const rows = all(
      db
        .selectFrom('components')
        .select((from) => [
          'id',
          'hop',
          from
            .selectFrom('states')
            .select('state')
            .whereRef('states.component_id', '=', 'components.id')
            .orderBy('states.id', 'desc')
            .limit(1)
            .as('state'),
        ])
        .where('retired_at', 'is', null)
        .orderBy('position'),
    )
    return rows.map(({ id, hop, state }) => ({ id, hop, state: state ?? 'operational' }))
  }
}

const nothingWatched: ReportAnswer = {
  component: null,
  isCounted: false,
  isConfirmed: false,
  people: 0,
  isReported: false,
}
