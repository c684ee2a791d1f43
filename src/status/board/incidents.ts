import * as z from 'zod/mini'
import { updateSchema, type BoardForecast, type BoardIncident, type BoardUpdate } from '#protocol/board.ts'
import type { Store } from '../store/store.ts'
import type { StatusTables } from '../store/tables.ts'

const pastShown = 50

export interface BoardIncidents {
  readonly open: BoardIncident[]
  readonly past: BoardIncident[]
}

/** The incidents as they are shown: those that go on, and the newest of those that are over. */
export function boardIncidents(store: Store, reportsOf: (id: string) => number): BoardIncidents {
  const shown = store.db.selectFrom('incidents').selectAll().where('merged_into', 'is', null)
  const open = shown.where('phase', 'in', ['investigating', 'identified', 'monitoring']).orderBy('number', 'desc')
  const past = shown.where('phase', 'in', ['resolved', 'postmortem']).orderBy('started_at', 'desc').limit(pastShown)
  const of = (row: StatusTables['incidents']): BoardIncident => incidentOf(store, row, reportsOf(row.id))
  return { open: store.all(open).map(of), past: store.all(past).map(of) }
}

const textsSchema = z.array(z.string())

export function incidentOf(store: Store, row: StatusTables['incidents'], reports: number): BoardIncident {
  const isOver = row.phase === 'resolved' || row.phase === 'postmortem'
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    phase: row.phase,
    impact: row.impact,
    side: row.side,
    cause: row.cause === null ? null : { id: row.cause, p: row.cause_p ?? 0 },
    fault: row.fault,
    evidence: textsSchema.parse(JSON.parse(row.evidence)),
    safe: row.safe,
    startedAt: row.started_at,
    openedAt: row.opened_at,
    changedAt: row.changed_at,
    recoveredAt: row.recovered_at,
    resolvedAt: row.resolved_at,
    componentIds: affectedBy(store, row.id),
    updates: updatesOf(store, row.id),
    nextUpdateBy: isOver ? null : row.next_update_by,
    missedUpdates: row.missed_updates,
    forecast: isOver ? null : forecastOf(store, row.id),
    reports,
    isBackfilled: row.is_backfilled === 1,
  }
}

export function affectedBy(store: Store, id: string): string[] {
  const rows = store.all(store.db.selectFrom('affected').select('component_id').where('of_id', '=', id))
  return rows.map((row) => row.component_id)
}

const changesSchema = updateSchema.shape.changes

/** What was said of it, the newest first, each with what stood there before. */
export function updatesOf(store: Store, id: string): BoardUpdate[] {
  const { db } = store
  const rows = store.all(
    db.selectFrom('updates').selectAll().where('of_id', '=', id).orderBy('at', 'desc').orderBy('id', 'desc'),
  )
  return rows.map((row) => ({
    id: row.id,
    phase: row.phase,
    body: row.body,
    at: row.at,
    by: row.by,
    earlier: store
      .all(db.selectFrom('corrections').select(['body', 'until']).where('update_id', '=', row.id).orderBy('id'))
      .slice(),
    changes: changesSchema.parse(JSON.parse(row.changes)),
  }))
}

/** The newest of those that were published. */
function forecastOf(store: Store, id: string): BoardForecast | null {
  const { db } = store
  const row = store.first(
    db.selectFrom('forecasts').selectAll().where('incident_id', '=', id).orderBy('id', 'desc').limit(1),
  )
  if (row === undefined) return null
  const { at, elapsed_min: elapsedMin, q10, q50, q90, p30, n, says } = row
  return { at, elapsedMin, q10, q50, q90, p30, n, says: textsSchema.parse(JSON.parse(says)) }
}
