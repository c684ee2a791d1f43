import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import { NodeSqliteDialect } from './dialect.ts'
import { DatabaseDamaged } from './storage-failure.ts'

export type Migrations = Readonly<Record<string, Migration>>

/** Brings a database up to date. The error is what came in the way, as the end of a sentence about the database. */
export async function migrate(sqlite: DatabaseSync, migrations: Migrations): Promise<string | undefined> {
  const done = namesIn(sqlite)
  const known = Object.keys(migrations)
  const isNewer = done.length > known.length && known.every((name, index) => done[index] === name)
  if (isNewer) return 'was written by a newer Holdfast: start that one, or set `dataDir` elsewhere.'
  if (done.some((name, index) => known[index] !== name)) {
    throw new DatabaseDamaged(
      `its list of migrations has ${JSON.stringify(done.find((name) => !known.includes(name)))}`,
    )
  }
  const error = await run(sqlite, migrations)
  if (error === undefined) return undefined
  return `cannot be brought up to date (${error}): make room on the disk, check the rights of the file, or restore a copy of it.`
}

/**
 * Throws when the tables are not those that the migrations make. A check of SQLite's looks at the pages, and finds nothing
 * wrong with the definition of a table in which a byte has changed.
 */
export async function checkSchema(sqlite: DatabaseSync, migrations: Migrations): Promise<void> {
  const model = new DatabaseSync(':memory:')
  try {
    await run(model, migrations)
    const found = new Set(schemaOf(sqlite))
    const missing = schemaOf(model).find((definition) => !found.has(definition))
    if (missing !== undefined)
      throw new DatabaseDamaged(`it has no ${missing.split(/[(\n]/)[0]?.trim()} as it should be`)
  } finally {
    model.close()
  }
}

async function run(sqlite: DatabaseSync, migrations: Migrations): Promise<string | undefined> {
  const db = new Kysely({ dialect: new NodeSqliteDialect(sqlite) })
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return undefined
  return error instanceof Error ? error.message : JSON.stringify(error)
}

/** Those that were carried out, in their order. */
function namesIn(sqlite: DatabaseSync): readonly string[] {
  const isNew = sqlite.prepare("select 1 from sqlite_schema where name = 'kysely_migration'").get() === undefined
  if (isNew) return []
  return sqlite
    .prepare('select name from kysely_migration order by name')
    .all()
    .map(({ name }) => String(name))
}

function schemaOf(sqlite: DatabaseSync): readonly string[] {
  return sqlite
    .prepare('select sql from sqlite_schema where sql is not null')
    .all()
    .map(({ sql }) => String(sql))
}
