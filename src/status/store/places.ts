import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { checkSchema, migrate } from '#sqlite/migrate.ts'
import { openToRead } from '#sqlite/open-to-read.ts'
import { damageAtStart } from '#sqlite/start-check.ts'
import { DatabaseDamaged } from '#sqlite/storage-failure.ts'
import { migrations } from './migrations.ts'

const busyTimeoutMs = 2_000

/** A database of the same tables in memory. */
export async function inMemory(): Promise<DatabaseSync> {
  const sqlite = new DatabaseSync('file::memory:')
  const inTheWay = await migrate(sqlite, migrations)
  if (inTheWay !== undefined) throw new Error(`The database in memory ${inTheWay}`)
  return sqlite
}

/** The file, brought up to date. The error is why it cannot be written. */
export async function ownFile(folder: string, file: string): Promise<Outcome<DatabaseSync, Error>> {
  let sqlite: DatabaseSync | undefined
  try {
    await mkdir(folder, { recursive: true })
    findDamage(file)
    sqlite = writable(file)
    const inTheWay = await migrate(sqlite, migrations)
    if (inTheWay !== undefined) throw new Error(`${file} ${inTheWay}`)
    await checkSchema(sqlite, migrations)
    return ok(sqlite)
  } catch (error) {
    sqlite?.close()
    return fail(error instanceof Error ? error : new Error(String(error)))
  }
}

/** Copies what can be read of the file into the database in memory. The error is why there is nothing. */
export function copyInto(memory: DatabaseSync, file: string): Outcome<null, string> {
  if (!existsSync(file)) return ok(null)
  const url = pathToFileURL(file).href
  // On a disk that can only be read SQLite cannot keep its index of the log beside the file. Without a log it needs none.
  const tries = [`${url}?mode=ro`, `${url}?immutable=1`].map((place) =>
    copied(memory, { place, from: 'disk', to: 'main' }),
  )
  return tries.find(({ ok: isOk }) => isOk) ?? tries[0] ?? ok(null)
}

/** Makes the file hold what the memory holds. It is the opened file when that worked. */
export function putBack(memory: DatabaseSync, file: string): Outcome<DatabaseSync, string> {
  const put = copied(memory, { place: pathToFileURL(file).href, from: 'main', to: 'disk' })
  if (!put.ok) return put
  try {
    return ok(writable(file))
  } catch (error) {
    return fail(String(error))
  }
}

interface Copying {
  readonly place: string
  readonly from: 'main' | 'disk'
  readonly to: 'main' | 'disk'
}

function copied(memory: DatabaseSync, { place, from, to }: Copying): Outcome<null, string> {
  let isAttached = false
  try {
    memory.prepare('attach database ? as disk').run(place)
    isAttached = true
    memory.exec('pragma foreign_keys = off; begin immediate')
    for (const table of tablesOf(memory)) copyTable(memory, { table, from, to })
    memory.exec('commit')
    return ok(null)
  } catch (error) {
    if (memory.isTransaction) memory.exec('rollback')
    return fail(String(error))
  } finally {
    memory.exec('pragma foreign_keys = on')
    if (isAttached) memory.exec('detach database disk')
  }
}

function copyTable(
  sqlite: DatabaseSync,
  { table, from, to }: { readonly table: string; readonly from: string; readonly to: string },
): void {
  const there = columnsOf(sqlite, from, table)
  // A file of an older Holdfast that nobody could bring up to date has fewer of them.
  const both = columnsOf(sqlite, to, table).filter((column) => there.includes(column))
  if (both.length === 0) return
  const columns = both.map((column) => `"${column}"`).join(', ')
  sqlite.exec(
    `delete from ${to}."${table}"; insert into ${to}."${table}" (${columns}) select ${columns} from ${from}."${table}"`,
  )
}

function tablesOf(sqlite: DatabaseSync): readonly string[] {
  const own = "type = 'table' and name not like 'kysely_%' and name not like 'sqlite_%'"
  return sqlite
    .prepare(`select name from main.sqlite_schema where ${own}`)
    .all()
    .map(({ name }) => String(name))
}

function columnsOf(sqlite: DatabaseSync, place: string, table: string): readonly string[] {
  return sqlite
    .prepare('select name from pragma_table_info(?, ?)')
    .all(table, place)
    .map(({ name }) => String(name))
}

/** Looks before anything is opened for writing. */
function findDamage(file: string): void {
  if (!existsSync(file)) return
  const sqlite = openToRead(file)
  try {
    const because = damageAtStart(sqlite)
    if (because !== undefined) throw new DatabaseDamaged(because)
  } finally {
    sqlite.close()
  }
}

function writable(file: string): DatabaseSync {
  const sqlite = new DatabaseSync(file, { timeout: busyTimeoutMs })
  // What a loss of power takes of it is the last look or two; nobody's words are in doubt.
  sqlite.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on')
  sqlite.exec('pragma wal_autocheckpoint = 200')
  // Finds out at once whether it takes anything.
  sqlite.exec('begin immediate; rollback')
  return sqlite
}
