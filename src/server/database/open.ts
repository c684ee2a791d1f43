import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import type { Clock } from '#shared/clock.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { NodeSqliteDialect } from './dialect.ts'
import { groupCommit, type GroupCommit } from './group-commit.ts'
import { chatsJobsLogs } from './migrations/001-chats-jobs-logs.ts'
import type { Tables } from './tables.ts'

export interface Database {
  /** For prepared SQL on the token log's hot path. */
  readonly sqlite: DatabaseSync
  /** Builds the queries of everything else; `queryOn` runs them. */
  readonly records: Kysely<Tables>
  readonly commit: GroupCommit
  readonly close: () => void
}

export interface DatabaseSettings {
  /** The path of the file, or ':memory:'. */
  readonly file: string
  /** `full`: an acknowledged commit survives a loss of power. `normal`: it survives any crash of a process. */
  readonly synchronous: 'full' | 'normal'
  readonly commitDelayMs: number
}

/** Only ever added to. The name is what the database remembers. */
const migrations: Readonly<Record<string, Migration>> = { '001-chats-jobs-logs': chatsJobsLogs }

// Two servers that start together: one waits while the other brings the database up to date.
const migrationTimeoutMs = 5_000
// A reply's newest page changes with every commit. Copied into the database once for many commits instead of once for a
// few (the default is 1,000 pages), it costs a tenth less; 4,000 pages are 16 MB beside the database.
const checkpointPages = 4_000
// Later nothing may wait inside SQLite for long, for everything else of the process waits with it.
const busyTimeoutMs = 5

/** Opens the database and brings it up to date. The error is a sentence for the operator. */
export async function openDatabase(
  { file, synchronous, commitDelayMs }: DatabaseSettings,
  clock: Clock,
): Promise<Outcome<Database, string>> {
  let sqlite: DatabaseSync
  try {
    sqlite = new DatabaseSync(file, { timeout: migrationTimeoutMs })
    sqlite.exec(`pragma journal_mode = wal; pragma synchronous = ${synchronous}; pragma foreign_keys = on`)
    sqlite.exec(`pragma wal_autocheckpoint = ${checkpointPages}`)
  } catch (error) {
    return fail(`The database ${file} cannot be opened (${String(error)}): check the disk and the rights of the file.`)
  }
  const records = new Kysely<Tables>({ dialect: new NodeSqliteDialect(sqlite) })
  const migrated = await migrate(records, file)
  if (!migrated.ok) {
    sqlite.close()
    return migrated
  }
  sqlite.exec(`pragma busy_timeout = ${busyTimeoutMs}`)
  const commit = groupCommit(sqlite, { clock, delayMs: commitDelayMs })
  return ok({
    sqlite,
    records,
    commit,
    close() {
      commit.close()
      sqlite.close()
    },
  })
}

async function migrate(records: Kysely<Tables>, file: string): Promise<Outcome<void, string>> {
  const migrator = new Migrator({ db: records, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error } = await migrator.migrateToLatest()
  return error === undefined ? ok(undefined) : fail(`The database ${file} ${newerOrBroken(error)}`)
}

function newerOrBroken(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  // Kysely's words for a migration that the database has and this code has not.
  if (/corrupted migrations/.test(said))
    return 'was written by a newer Holdfast: start that one, or set `dataDir` elsewhere.'
  return `cannot be brought up to date (${said}): make room on the disk, check the rights of the file, or restore a copy of it.`
}
