import type { BoardMaintenance } from '#protocol/board.ts'
import type { Store } from '../store/store.ts'
import { affectedBy, updatesOf } from './incidents.ts'

const shown = 50

/** The newest maintenances, whatever their state. */
export function boardMaintenances(store: Store): BoardMaintenance[] {
  const rows = store.all(store.db.selectFrom('maintenances').selectAll().orderBy('number', 'desc').limit(shown))
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    title: row.title,
    state: row.state,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    from: row.from_at,
    until: row.until_at,
    componentIds: affectedBy(store, row.id),
    updates: updatesOf(store, row.id),
  }))
}
