import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import type { Clock } from '#shared/clock.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { readDamageNote, writeDamageNote, type DamageNote } from './damage-note.ts'
import { NodeSqliteDialect } from '#sqlite/dialect.ts'
import { groupCommit, type GroupCommit } from './group-commit.ts'
import { chatsJobsLogs } from './migrations/001-chats-jobs-logs.ts'
import { historyAndTotals } from './migrations/002-history-and-totals.ts'
import { archiveIndexes } from './migrations/003-archive-indexes.ts'
import { storySheets } from './migrations/004-story-sheets.ts'
import { readAsOfNow } from './older-tables.ts'
import { checkSchema, migrate, type Migrations } from '#sqlite/migrate.ts'
import { openToRead } from '#sqlite/open-to-read.ts'
import { damageAtStart } from '#sqlite/start-check.ts'
import { DatabaseDamaged, isCannotOpen, isDamage, storageFault } from '#sqlite/storage-failure.ts'
import type { Tables } from './tables.ts'

export interface Database {
  /** For prepared SQL on the token log's hot path. */
  readonly sqlite: DatabaseSync
  /** Builds the queries of everything else; `queryOn` runs them. */
  readonly records: Kysely<Tables>
  readonly commit: GroupCommit
  /** What is known of damage in the file; undefined while it is sound as far as anybody has seen. */
  readonly damage: () => Damage | undefined
  /** Somebody has seen damage: from now on, and after the next start, the file is only read. */
  readonly foundDamaged: (because: string, foundAt?: number) => void
  /** Resolves as soon as damage is known. */
  readonly damaged: Promise<Damage>
  readonly close: () => void
}

export interface Damage extends DamageNote {
  /** Why the next start will not know of it; null when it will. */
  readonly notNoted: string | null
}

export interface DatabaseSettings {
  /** The path of the file, or ':memory:'. */
  readonly file: string
  /** `full`: an acknowledged commit survives a loss of power. `normal`: it survives any crash of a process. */
  readonly synchronous: 'full' | 'normal'
  readonly commitDelayMs: number
}

/** Only ever added to. The name is what the database remembers. */
const migrations: Migrations = {
  '001-chats-jobs-logs': chatsJobsLogs,
  '002-history-and-totals': historyAndTotals,
  '003-archive-indexes': archiveIndexes,
  '004-story-sheets': storySheets,
}

// Two servers that start together: one waits while the other brings the database up to date.
const migrationTimeoutMs = 5_000
// A reply's newest page changes with every commit. Copied into the database once for many commits instead of once for a
// few (the default is 1,000 pages), it costs a tenth less; 4,000 pages are 16 MB beside the database.
const checkpointPages = 4_000
// Later nothing may wait inside SQLite for long, for everything else of the process waits with it.
const busyTimeoutMs = 5

/**
 * Opens the database and brings it up to date. One that is damaged is opened all the same, and only read. The error is a
 * sentence for the operator.
 */
export async function openDatabase(settings: DatabaseSettings, clock: Clock): Promise<Outcome<Database, string>> {
  const { file } = settings
  try {
    const note = readDamageNote(file) ?? damageOf(file, clock)
    return note === undefined ? await openSound(settings, clock) : ok(openDamaged(settings, note, clock))
  } catch (error) {
    return fail(`The database ${file} cannot be opened (${String(error)}): check the disk and the rights of the file.`)
  }
}

/** Looks before anything is opened for writing: the mere closing of such a connection moves words into the file. */
function damageOf(file: string, clock: Clock): DamageNote | undefined {
  if (!existsSync(file)) return undefined
  const sqlite = openToRead(file)
  try {
    const because = damageAtStart(sqlite)
    return because === undefined ? undefined : { foundAt: clock.now(), because }
  } catch (error) {
    if (!isDamage(error)) throw error
    return { foundAt: clock.now(), because: error.message }
  } finally {
    sqlite.close()
  }
}

async function openSound(settings: DatabaseSettings, clock: Clock): Promise<Outcome<Database, string>> {
  const { file, synchronous } = settings
  const sqlite = openToWrite(file)
  try {
    sqlite.exec(`pragma synchronous = ${synchronous}; pragma foreign_keys = on`)
    sqlite.exec(`pragma wal_autocheckpoint = ${checkpointPages}`)
    const inTheWay = await migrate(sqlite, migrations)
    if (inTheWay === undefined) await checkSchema(sqlite, migrations)
    sqlite.exec(`pragma busy_timeout = ${busyTimeoutMs}`)
    if (inTheWay === undefined) return ok(databaseOn(sqlite, settings, clock))
    sqlite.close()
    return fail(`The database ${file} ${inTheWay}`)
  } catch (error) {
    sqlite.close()
    if (!isDamage(error)) throw error
    return ok(openDamaged(settings, { foundAt: clock.now(), because: error.message }, clock))
  }
}

/** A file that may only be read is opened to be read: what is new is refused with SQLite's own word for it. */
function openToWrite(file: string): DatabaseSync {
  const sqlite = new DatabaseSync(file, { timeout: migrationTimeoutMs })
  try {
    sqlite.exec('pragma journal_mode = wal')
    return sqlite
  } catch (error) {
    sqlite.close()
    if (!existsSync(file) || !(isCannotOpen(error) || storageFault(error) === 'storage-read-only')) throw error
    return openToRead(file)
  }
}

function openDamaged(settings: DatabaseSettings, note: DamageNote, clock: Clock): Database {
  const sqlite = openToRead(settings.file)
  readAsOfNow(sqlite)
  const database = databaseOn(sqlite, settings, clock)
  database.foundDamaged(note.because, note.foundAt)
  return database
}

function databaseOn(sqlite: DatabaseSync, { file, commitDelayMs }: DatabaseSettings, clock: Clock): Database {
  const damaged = Promise.withResolvers<Damage>()
  let damage: Damage | undefined
  const commit = groupCommit(sqlite, { clock, delayMs: commitDelayMs, onDamage: foundDamaged })

  function foundDamaged(because: string, foundAt = clock.now()): void {
    if (damage !== undefined) return
    commit.seal(new DatabaseDamaged(because))
    damage = { foundAt, because, notNoted: noteFor(file, { foundAt, because }) }
    damaged.resolve(damage)
  }

  return {
    sqlite,
    records: new Kysely<Tables>({ dialect: new NodeSqliteDialect(sqlite) }),
    commit,
    damage: () => damage,
    foundDamaged,
    damaged: damaged.promise,
    close() {
      commit.close()
      sqlite.close()
    },
  }
}

/** Why it could not be noted for the next start; null when it is. */
function noteFor(file: string, damage: DamageNote): string | null {
  try {
    writeDamageNote(file, damage)
    return null
  } catch (error) {
    return String(error)
  }
}
