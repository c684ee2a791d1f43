import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely, type Compilable } from 'kysely'
import type { FaultId } from '#protocol/faults.ts'
import type { Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { NodeSqliteDialect } from '#sqlite/dialect.ts'
import { queryOn, type Query } from '#sqlite/query.ts'
import { isStorageFailure, storageFault } from '#sqlite/storage-failure.ts'
import { copyInto, inMemory, ownFile, putBack } from './places.ts'
import type { StatusTables } from './tables.ts'

/** Why the disk takes nothing, as a fault of the catalogue and what was seen. */
export interface StorageTrouble {
  readonly fault: FaultId
  readonly because: string
  readonly since: number
}

/**
 * What the status process knows, in `status.db`. When the disk fails it goes on in memory, with everything that could be
 * read, and goes back to the disk as soon as that takes it again: a full disk must not stop anybody from hearing of it.
 */
export interface Store {
  /** Builds queries, and runs none: `all`, `first` and `run` do, at once. */
  readonly db: Kysely<StatusTables>
  readonly all: <T>(query: Compilable<T>) => readonly T[]
  readonly first: <T>(query: Compilable<T>) => T | undefined
  /** How many rows changed. Only inside `write` or `keep`. */
  readonly run: (query: Compilable) => number
  /** For what we saw ourselves: one transaction, on the disk if that takes it, else in memory. */
  readonly write: <T>(work: () => T) => T
  /** For what others gave us: one transaction that is on the disk when this is ok, or nothing of it is kept. */
  readonly keep: <T>(work: () => T) => Outcome<T, StorageTrouble>
  /** Why nothing is on the disk right now; undefined while all is. */
  readonly trouble: () => StorageTrouble | undefined
  readonly close: () => void
}

export interface StoreMeans {
  readonly clock: Pick<Clock, 'now' | 'every'>
  readonly log: Log
}

export const statusDatabaseName = 'status.db'

// A disk is seldom freed within a minute, and a try costs a copy of everything.
const tryDiskEveryMs = 60_000

/** Opens the database in a folder; null keeps everything in memory, for a process that has no folder. */
export async function openStore(folder: string | null, means: StoreMeans): Promise<Store> {
  const opened = await StatusStore.open(folder, means)
  const cancel = means.clock.every(tryDiskEveryMs, () => opened.tryDisk())
  return { ...opened.asStore(), close: () => (cancel(), opened.close()) }
}

class StatusStore {
  readonly #file: string | null
  readonly #means: StoreMeans
  #sqlite: DatabaseSync
  #query: Query
  #spare: DatabaseSync
  #trouble: StorageTrouble | undefined

  private constructor(file: string | null, means: StoreMeans, spare: DatabaseSync) {
    this.#file = file
    this.#means = means
    this.#spare = spare
    this.#sqlite = spare
    this.#query = queryOn(spare)
  }

  static async open(folder: string | null, means: StoreMeans): Promise<StatusStore> {
    const file = folder === null ? null : join(folder, statusDatabaseName)
    // Made before it is needed: on the day the disk is full there is no time to begin.
    const store = new StatusStore(file, means, await inMemory())
    if (folder === null || file === null) return store
    const opened = await ownFile(folder, file)
    if (opened.ok) store.#use(opened.value)
    else store.#goOnInMemory(opened.error)
    return store
  }

  asStore(): Omit<Store, 'close'> {
    return {
      db: new Kysely<StatusTables>({ dialect: new NodeSqliteDialect(this.#spare) }),
      all: (query) => this.#query.all(query),
      first: (query) => this.#query.first(query),
      run: (query) => this.#query.run(query),
      write: (work) => this.#write(work),
      keep: (work) => this.#keep(work),
      trouble: () => this.#trouble,
    }
  }

  /** Brings what was kept in memory back to the disk, if that takes it. */
  tryDisk(): void {
    // A damaged file is evidence, and somebody's history: it is left as it is.
    if (this.#file === null || this.#trouble === undefined || this.#trouble.fault === 'database-damaged') return
    const back = putBack(this.#spare, this.#file)
    if (!back.ok) return
    this.#trouble = undefined
    this.#use(back.value)
    this.#means.log.info('status is kept on the disk again')
  }

  close(): void {
    if (this.#sqlite !== this.#spare) this.#sqlite.close()
    this.#spare.close()
  }

  #write<T>(work: () => T): T {
    if (this.#sqlite.isTransaction) return work()
    try {
      return transaction(this.#sqlite, work)
    } catch (error) {
      if (!isStorageFailure(error) || this.#sqlite === this.#spare) throw error
      this.#goOnInMemory(error)
      return transaction(this.#sqlite, work)
    }
  }

  #keep<T>(work: () => T): Outcome<T, StorageTrouble> {
    if (this.#trouble !== undefined) return fail(this.#trouble)
    try {
      return ok(this.#sqlite.isTransaction ? work() : transaction(this.#sqlite, work))
    } catch (error) {
      if (!isStorageFailure(error) || this.#sqlite === this.#spare) throw error
      return fail(this.#goOnInMemory(error))
    }
  }

  #goOnInMemory(error: Error): StorageTrouble {
    const fault = storageFault(error) ?? 'storage-unavailable'
    const trouble = { fault, because: error.message, since: this.#means.clock.now() }
    if (this.#sqlite !== this.#spare) this.#sqlite.close()
    const copied = this.#file === null ? ok(null) : copyInto(this.#spare, this.#file)
    const unread = copied.ok ? undefined : copied.error
    this.#means.log.error('status is kept in memory only', { ...trouble, unread })
    this.#trouble = trouble
    this.#use(this.#spare)
    return trouble
  }

  #use(sqlite: DatabaseSync): void {
    this.#sqlite = sqlite
    this.#query = queryOn(sqlite)
  }
}

function transaction<T>(sqlite: DatabaseSync, work: () => T): T {
  sqlite.exec('begin immediate')
  try {
    const result = work()
    sqlite.exec('commit')
    return result
  } catch (error) {
    // After some failures (a full disk) SQLite has rolled back already.
    if (sqlite.isTransaction) sqlite.exec('rollback')
    throw error
  }
}
