import type { ComponentState } from '#protocol/board.ts'
import { dayOf } from '../board/components.ts'
import type { Means } from '../means.ts'
import type { Store } from '../store/store.ts'
import type { StatusTables } from '../store/tables.ts'
import type { Watched } from './look.ts'

type Component = StatusTables['components']

const dayMs = 86_400_000
const hourMs = 3_600_000
const keptDays = 400
const keptHours = 24 * 7

/** The components as they are watched now: new ones are given an id, those that went are remembered as gone. */
export function keepComponents(
  { store, makeShortId }: Pick<Means, 'store' | 'makeShortId'>,
  { watched, at }: { readonly watched: readonly Watched[]; readonly at: number },
): readonly Component[] {
  const { db } = store
  const known = new Map(store.all(db.selectFrom('components').selectAll()).map((row) => [row.key, row]))
  for (const [position, { key, hop, name, description, group }] of watched.entries()) {
    const before = known.get(key)
    const facts = { hop, name, description, group, position, retired_at: null }
    if (before === undefined) {
      store.run(db.insertInto('components').values({ id: makeShortId(), key, created_at: at, ...facts }))
    } else if (before.retired_at !== null || before.position !== position) {
      store.run(db.updateTable('components').set(facts).where('key', '=', key))
    }
  }
  const keys = watched.map(({ key }) => key)
  const gone = db.updateTable('components').set({ retired_at: at }).where('retired_at', 'is', null)
  store.run(gone.where('key', 'not in', keys))
  return store.all(db.selectFrom('components').selectAll().where('retired_at', 'is', null).orderBy('position'))
}

export interface StateChange {
  readonly state: ComponentState
  readonly at: number
  readonly because: string | null
}

/** The state that a component is said to be in; undefined before anything was said. */
export function stateOf(store: Store, id: string): ComponentState | undefined {
  const { db } = store
  const latest = db.selectFrom('states').select('state').where('component_id', '=', id).orderBy('id', 'desc').limit(1)
  return store.first(latest)?.state
}

/** Notes a new state. */
export function keepState(store: Store, id: string, { state, at, because }: StateChange): void {
  store.run(store.db.insertInto('states').values({ id: null, component_id: id, state, at, because }))
}

const columns = {
  operational: undefined,
  degraded_performance: 'degraded_ms',
  partial_outage: 'partial_ms',
  major_outage: 'major_ms',
  under_maintenance: 'maintenance_ms',
  unseen: 'unseen_ms',
} as const

export interface Span {
  readonly from: number
  readonly until: number
  readonly as: ComponentState | 'unseen'
}

/** Adds to the days of a component how long it was so, each day its own part. */
export function keepTime(store: Store, id: string, { from, until, as }: Span): void {
  const oldest = until - keptDays * dayMs
  for (let start = Math.max(from, oldest); start < until;) {
    const midnight = (Math.floor(start / dayMs) + 1) * dayMs
    const end = Math.min(until, midnight)
    addToDay(store, { id, day: dayOf(start), column: columns[as], ms: Math.round(end - start) })
    start = end
  }
}

interface DayPart {
  readonly id: string
  readonly day: string
  readonly column: (typeof columns)[keyof typeof columns]
  readonly ms: number
}

function addToDay(store: Store, { id, day, column, ms }: DayPart): void {
  const { db } = store
  const none = { degraded_ms: 0, partial_ms: 0, major_ms: 0, maintenance_ms: 0, unseen_ms: 0 }
  // The row itself says that the day was watched.
  store.run(
    db
      .insertInto('days')
      .values({ component_id: id, day, ...none })
      .onConflict((found) => found.doNothing()),
  )
  if (column === undefined) return
  const ofDay = db.updateTable('days').where('component_id', '=', id).where('day', '=', day)
  store.run(ofDay.set((row) => ({ [column]: row(column, '+', ms) })))
}

/** The median of an hour so far. */
export function keepHour(store: Store, id: string, { hour, medianMs }: { hour: number; medianMs: number }): void {
  const { db } = store
  store.run(
    db
      .insertInto('hours')
      .values({ component_id: id, hour, median_ms: medianMs })
      .onConflict((found) => found.doUpdateSet({ median_ms: medianMs })),
  )
}

/** Forgets what is shown nowhere any more. */
export function forgetOld(store: Store, now: number): void {
  const { db } = store
  store.run(db.deleteFrom('days').where('day', '<', dayOf(now - keptDays * dayMs)))
  store.run(db.deleteFrom('hours').where('hour', '<', Math.floor(now / hourMs) - keptHours))
}

export function readMeta(store: Store, key: string): string | undefined {
  return store.first(store.db.selectFrom('meta').select('value').where('key', '=', key))?.value
}

export function keepMeta(store: Store, key: string, value: string): void {
  const { db } = store
  store.run(
    db
      .insertInto('meta')
      .values({ key, value })
      .onConflict((found) => found.doUpdateSet({ value })),
  )
}
