import type { DatabaseSync } from 'node:sqlite'
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDatabase,
} from 'kysely'
import { sqliteValue } from './query.ts'

/** Kysely over `node:sqlite`. The connection is not Kysely's own: whoever opened it closes it. */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #database: SqliteDatabase

  constructor(connection: DatabaseSync) {
    const database = forKysely(connection)
    super({ database })
    this.#database = database
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver({ database: this.#database })
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}

class ImmediateDriver extends SqliteDriver {
  // A plain `begin` takes the write lock at the first write, and fails there at once, without the busy time-out, if
  // another process wrote since our first read: two servers that start together would both migrate, and one fail.
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

class TransactionalAdapter extends SqliteAdapter {
  // Without this the migrator runs outside a transaction, and a migration that throws half-way leaves its half behind.
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

function forKysely(connection: DatabaseSync): SqliteDatabase {
  return {
    close: () => connection.close(),
    prepare(text) {
      const statement = connection.prepare(text)
      return {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...values.map(sqliteValue)),
        run: (values) => statement.run(...values.map(sqliteValue)),
        iterate: (values) => statement.iterate(...values.map(sqliteValue)),
      }
    },
  }
}
