import type { DatabaseSync } from 'node:sqlite'
import { openToRead } from '#sqlite/open-to-read.ts'

/** What a database holds, to compare a copy of it with. */
export interface Contents {
  /** Null in a database older than those names. */
  readonly history: string | null
  /** How many rows each table has. */
  readonly rows: Readonly<Record<string, number>>
  /** How many rows belong to one that is not there. There should be none; a copy has as many as its source. */
  readonly orphans: number
}

export function contentsOf(sqlite: DatabaseSync): Contents {
  const tables = sqlite
    .prepare(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name",
    )
    .all()
    .map(({ name }) => String(name))
  const rows = tables.map((table) => [table, countOf(sqlite, table)] as const)
  const orphans = sqlite.prepare('pragma foreign_key_check').all().length
  return { history: tables.includes('meta') ? historyOf(sqlite) : null, rows: Object.fromEntries(rows), orphans }
}

function countOf(sqlite: DatabaseSync, table: string): number {
  return Number(sqlite.prepare(`select count(*) as count from "${table}"`).get()?.['count'])
}

function historyOf(sqlite: DatabaseSync): string | null {
  const value = sqlite.prepare("select value from meta where key = 'history'").get()?.['value']
  return typeof value === 'string' ? value : null
}

export function contentsIn(file: string): Contents {
  const sqlite = openToRead(file)
  try {
    return contentsOf(sqlite)
  } finally {
    sqlite.close()
  }
}
