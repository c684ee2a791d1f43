import type { DatabaseSync } from 'node:sqlite'
import { isDamage } from '#sqlite/storage-failure.ts'

/**
 * A damaged database is not brought up to date. On this connection its tables are read as if it had been: what they have
 * got since is empty in them.
 */
export function readAsOfNow(sqlite: DatabaseSync): void {
  try {
    const columns = sqlite.prepare(`select name from pragma_table_info('chats', 'main')`).all()
    if (columns.length === 0 || columns.some(({ name }) => name === 'sheet_at')) return
    sqlite.exec(`
      create temp view chats as select *, null as sheet_at, null as sheet from main.chats;
      -- A change that is prepared, and never made, must have something to change.
      create temp trigger chats_kept instead of update on chats begin select raise(abort, 'chats are only read'); end`)
  } catch (error) {
    // Whoever reads the chats meets the damage, too.
    if (!isDamage(error)) throw error
  }
}
