import type { LogRow, Rows } from './rows.ts'

/**
 * Removes a log, inside the caller's transaction. While forks of it live its messages stay for them, and its id stays
 * taken; the last fork that goes takes them along, up the chain (PROTOCOL.md §4.2, soft-delete and lifecycle).
 */
export function removeRow(rows: Rows, row: LogRow): void {
  if (row.forks > 0) {
    rows.markDeleted(row.key)
    return
  }
  rows.deleteLog(row.key)
  if (row.forkedFrom === null) return
  rows.countForks(row.forkedFrom, -1)
  const source = rows.byKey(row.forkedFrom)
  if (source?.deleted === true && source.forks === 0) removeRow(rows, source)
}
