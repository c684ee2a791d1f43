import { componentStates, type BoardComponent, type BoardDay, type ComponentState } from '#protocol/board.ts'
import { declaredStates, type Declared } from '../incidents/declared.ts'
import { canaryOf } from './canary.ts'
import { distrustedIn, type Distrust } from '../incidents/distrust.ts'
import type { Store } from '../store/store.ts'
import type { StatusTables } from '../store/tables.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000
const daysShown = 90
const hoursShown = 48

interface Facts {
  readonly now: number
  readonly isReported: (componentId: string) => boolean
}

/** What is watched now, in the order of the hops, with what was seen of each. */
export function boardComponents(store: Store, facts: Facts): BoardComponent[] {
  const { db } = store
  const rows = store.all(db.selectFrom('components').selectAll().where('retired_at', 'is', null).orderBy('position'))
  const declared = declaredStates(store)
  const distrusted = distrustedIn(store)
  return rows.map((row) => {
    const measured = withoutProbe(componentOf(store, row, facts), distrusted.get(row.id))
    return declaredOver(measured, declared.get(row.id))
  })
}

/** What a probe says that is held for wrong is no state, and neither is it a measurement that it works. */
function withoutProbe(component: BoardComponent, distrusted: Distrust | undefined): BoardComponent {
  if (distrusted === undefined) return component
  return { ...component, state: 'operational', since: Math.max(component.createdAt, distrusted.since), distrusted }
}

/** Never better than what was measured, nor than what people declare. */
function declaredOver(component: BoardComponent, declared: Declared | undefined): BoardComponent {
  if (declared === undefined || rank(declared.state) <= rank(component.state)) return component
  return { ...component, state: declared.state, since: Math.max(component.createdAt, declared.since) }
}

function rank(state: ComponentState): number {
  return componentStates.indexOf(state)
}

function componentOf(store: Store, row: StatusTables['components'], { now, isReported }: Facts): BoardComponent {
  const { db } = store
  const latest = db.selectFrom('states').selectAll().where('component_id', '=', row.id).orderBy('id', 'desc').limit(1)
  const state = store.first(latest)
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    hop: row.hop,
    group: row.group,
    state: state?.state ?? 'operational',
    createdAt: row.created_at,
    since: state?.at ?? row.created_at,
    isReported: isReported(row.id),
    days: daysOf(store, row.id, now),
    latencyMs: latencyOf(store, row.id, now),
    ...(row.hop === 'canary' ? canaryOf(store, now) : {}),
  }
}

/** A day is an ISO date, so that they sort. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

function daysOf(store: Store, id: string, now: number): BoardDay[] {
  const from = dayOf(now - (daysShown - 1) * dayMs)
  const { db } = store
  const kept = db.selectFrom('days').selectAll().where('component_id', '=', id).where('day', '>=', from).orderBy('day')
  return store.all(kept).map((row) => ({
    day: row.day,
    degradedMs: row.degraded_ms,
    partialMs: row.partial_ms,
    majorMs: row.major_ms,
    maintenanceMs: row.maintenance_ms,
    unseenMs: row.unseen_ms,
  }))
}

function latencyOf(store: Store, id: string, now: number): (number | null)[] {
  const last = Math.floor(now / hourMs)
  const { db } = store
  const kept = db.selectFrom('hours').select(['hour', 'median_ms']).where('component_id', '=', id)
  const byHour = new Map(store.all(kept.where('hour', '>', last - hoursShown)).map((row) => [row.hour, row.median_ms]))
  const first = Math.min(...byHour.keys())
  if (byHour.size === 0) return []
  return Array.from({ length: last - first + 1 }, (_, index) => byHour.get(first + index) ?? null)
}
