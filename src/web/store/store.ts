import type { IDBPDatabase, IDBPTransaction, OpenDBCallbacks } from 'idb'
import type { Cancel, Clock } from '#shared/clock.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { failureOf, type StoreFailure } from './failure.ts'
import { makeTables, tablesVersion, type TableName, type Tables } from './tables.ts'

/** `openDB` of idb, or one that fails as a test wants it. */
export type OpenDatabase = (
  name: string,
  version: number,
  callbacks: OpenDBCallbacks<Tables>,
) => Promise<IDBPDatabase<Tables>>

export interface StoreMeans {
  readonly open: OpenDatabase
  readonly clock: Pick<Clock, 'after'>
}

export type Reading<N extends TableName> = IDBPTransaction<Tables, N[]>
export type Writing<N extends TableName> = IDBPTransaction<Tables, N[], 'readwrite'>

type Answer<T> = Promise<Outcome<T, StoreFailure>>

const databaseName = 'holdfast'
// WebKit has answered neither yes nor no to an `open`; nobody's words may wait for ever for that.
const patienceMs = 10_000

/**
 * The page's database. Work is one transaction: it may wait for nothing but the transaction's own requests, and may be
 * run a second time, on a new connection, when the first was lost.
 */
export class Store {
  readonly #open: OpenDatabase
  readonly #clock: Pick<Clock, 'after'>
  readonly #onTakenAway = new Set<() => void>()
  #database: Promise<IDBPDatabase<Tables>> | null = null
  #takenAwayTimes = 0
  #makeRoom: () => Promise<boolean> = async () => false
  #isMakingRoom = false

  constructor({ open, clock }: StoreMeans) {
    this.#open = open
    this.#clock = clock
  }

  /** How often the database was taken away. What was being written meanwhile may have gone into the one that went. */
  get takenAwayTimes(): number {
    return this.#takenAwayTimes
  }

  read<N extends TableName, T>(tables: N[], work: (transaction: Reading<N>) => Promise<T>): Answer<T> {
    return this.#twice((database) => throughout(database.transaction(tables, 'readonly'), work))
  }

  /** Changes all of it or nothing. `strict` answers only when the disk has it; otherwise Chromium does not wait. */
  write<N extends TableName, T>(
    tables: N[],
    work: (transaction: Writing<N>) => Promise<T>,
    durability: 'strict' | 'relaxed' = 'relaxed',
  ): Answer<T> {
    return this.#twice((database) => throughout(database.transaction(tables, 'readwrite', { durability }), work))
  }

  /**
   * Calls `run` when the database was taken away from under the page: deleted, or its connection lost. What the page
   * still holds it must write again.
   */
  onTakenAway(run: () => void): Cancel {
    this.#onTakenAway.add(run)
    return () => this.#onTakenAway.delete(run)
  }

  /** When there is no room for a write, `makeRoom` removes something that can be had again; false when there is none. */
  onFull(makeRoom: () => Promise<boolean>): void {
    this.#makeRoom = makeRoom
  }

  // A lost connection never recovers (WebKit); on a new one the same work is done as if nothing had been.
  async #twice<T>(work: (database: IDBPDatabase<Tables>) => Promise<T>): Answer<T> {
    const outcome = await this.#inRoom(work)
    return outcome.ok || outcome.error.kind !== 'lost' ? outcome : this.#inRoom(work)
  }

  async #inRoom<T>(work: (database: IDBPDatabase<Tables>) => Promise<T>): Answer<T> {
    let outcome = await this.#once(work)
    while (!outcome.ok && outcome.error.kind === 'quota' && (await this.#hasMadeRoom()))
      outcome = await this.#once(work)
    return outcome
  }

  // What is done to make room must not ask for room itself.
  async #hasMadeRoom(): Promise<boolean> {
    if (this.#isMakingRoom) return false
    this.#isMakingRoom = true
    try {
      return await this.#makeRoom()
    } finally {
      this.#isMakingRoom = false
    }
  }

  async #once<T>(work: (database: IDBPDatabase<Tables>) => Promise<T>): Answer<T> {
    const connecting = (this.#database ??= this.#connect())
    const outcome = await this.#inTime(async (): Answer<T> => {
      try {
        return ok(await work(await connecting))
      } catch (error) {
        const failure = failureOf(error)
        if (failure === undefined) throw error
        return fail(failure)
      }
    })
    if (!outcome.ok) this.#drop(connecting)
    return outcome
  }

  async #inTime<T>(run: () => Answer<T>): Answer<T> {
    const { promise, resolve } = Promise.withResolvers<Outcome<T, StoreFailure>>()
    const because = `the browser's database did not answer in ${patienceMs} ms`
    const cancel = this.#clock.after(patienceMs, () => resolve(fail({ kind: 'blocked', because })))
    try {
      return await Promise.race([run(), promise])
    } finally {
      cancel()
    }
  }

  // Async, because a browser that allows no database at all throws at once instead of failing.
  async #connect(): Promise<IDBPDatabase<Tables>> {
    const database = await this.#open(databaseName, tablesVersion, {
      upgrade: makeTables,
      // Somebody deletes the database, or a younger page changes its tables: either waits until we let go.
      blocking: () => {
        database.close()
        this.#takenAway()
      },
      terminated: () => this.#takenAway(),
    })
    return database
  }

  #takenAway(): void {
    this.#database = null
    this.#takenAwayTimes += 1
    for (const run of this.#onTakenAway) run()
  }

  #drop(connecting: Promise<IDBPDatabase<Tables>>): void {
    if (this.#database === connecting) this.#database = null
    const close = (database: IDBPDatabase<Tables>): void => database.close()
    // Whoever waited for this connection has been told already why there is none.
    connecting.then(close, () => undefined)
  }
}

/** Runs the work of a transaction to its end: a value only when all of it is kept. */
async function throughout<N extends TableName, M extends 'readonly' | 'readwrite', T>(
  transaction: IDBPTransaction<Tables, N[], M>,
  work: (transaction: IDBPTransaction<Tables, N[], M>) => Promise<T>,
): Promise<T> {
  const working = work(transaction).catch((error: unknown) => {
    abort(transaction)
    throw error
  })
  const [worked, finished] = await Promise.allSettled([working, transaction.done])
  if (worked.status === 'rejected' && failureOf(worked.reason) === undefined) throw worked.reason
  // A full disk may show only at the end, and to the requests as no more than "aborted".
  if (finished.status === 'rejected') throw finished.reason
  if (worked.status === 'rejected') throw worked.reason
  return worked.value
}

function abort(transaction: { readonly abort: () => void }): void {
  try {
    transaction.abort()
  } catch {
    // It was over already.
  }
}
