import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '#shared/clock.ts'
import { isBusy, isDamage } from '#sqlite/storage-failure.ts'

/** Runs work inside a transaction, together with other work, and answers when it is durable. */
export interface GroupCommit {
  /**
   * Resolves with what `work` returned once its transaction is committed; rejects with what it threw, or when the
   * commit failed: then nothing of it is stored. `work` may run twice, so it must do nothing but use the database.
   */
  readonly run: <T>(work: () => T) => Promise<T>
  /** How often something was taken back: what `work` remembered of the database before may not hold any more. */
  readonly rollbacks: () => number
  /** Why the latest attempt to commit failed, and since when all have; undefined when it did not. */
  readonly failure: () => CommitFailure | undefined
  /** Refuses what waits and everything after with this error: nothing more may be written into the file. */
  readonly seal: (why: Error) => void
  /** Commits what waits, and refuses everything after. */
  readonly close: () => void
}

export interface CommitFailure {
  readonly error: unknown
  readonly since: number
}

export interface GroupCommitOptions {
  readonly clock: Clock
  /** The least time between two commits while much is written. 0: one in each turn of the event loop. */
  readonly delayMs: number
  /** A commit has met damage in the file. */
  readonly onDamage?: (because: string) => void
}

// Another server on the same file holds the write lock for about a millisecond. One that was put to sleep in the middle
// holds it until it wakes: then 5 seconds go by before anybody is refused, and reading goes on meanwhile.
const lockAgainMs = 25
const lockTries = 200

// A commit with fewer pieces of work in it than this says that little is going on: then nobody need wait for company.
const crowd = 4

/**
 * One flush to disk costs the same for one token as for a thousand, so work shares transactions: while little is written
 * it is committed at once, and while there is a crowd at most every `delayMs`. SQLite is synchronous: while a
 * transaction is open nothing else of this process runs.
 */
export function groupCommit(sqlite: DatabaseSync, { clock, delayMs, onDamage }: GroupCommitOptions): GroupCommit {
  const begin = sqlite.prepare('begin immediate')
  const commit = sqlite.prepare('commit')
  let waiting: Waiting[] = []
  let rollbacks = 0
  let flushedAt = Number.NEGATIVE_INFINITY
  let isCrowded = false
  let triesForLock = 0
  let failure: CommitFailure | undefined
  let sealed: Error | undefined

  function schedule(): void {
    const sinceMs = clock.now() - flushedAt
    // A clock that was set back must not make anybody wait for it to come round again.
    if (isCrowded && sinceMs >= 0 && sinceMs < delayMs) clock.after(delayMs - sinceMs, flush)
    else clock.soon(flush)
  }

  function flush(): void {
    if (waiting.length === 0 || !hasLock()) return
    const batch = waiting
    waiting = []
    flushedAt = clock.now()
    isCrowded = batch.length >= crowd
    try {
      finish(batch)
    } catch (error) {
      // One piece of work that fails must not take the others with it: each is tried again on its own.
      if (batch.length === 1) batch[0]?.refuse(error)
      else for (const work of batch) alone(work)
      return
    }
    for (const work of batch) work.settle()
  }

  /** Begins a transaction, or has it tried again soon: waiting inside SQLite would stop everything else, too. */
  function hasLock(): boolean {
    try {
      begin.run()
      triesForLock = 0
      return true
    } catch (error) {
      if (isBusy(error) && ++triesForLock < lockTries) clock.after(lockAgainMs, flush)
      else refuseAll(error)
      return false
    }
  }

  function refuseAll(error: unknown): void {
    triesForLock = 0
    failed(error)
    for (const work of waiting.splice(0)) work.refuse(error)
  }

  function alone(work: Waiting): void {
    try {
      begin.run()
      finish([work])
    } catch (error) {
      work.refuse(error)
      return
    }
    work.settle()
  }

  function finish(batch: readonly Waiting[]): void {
    try {
      for (const work of batch) work.attempt()
      commit.run()
      failure = undefined
    } catch (error) {
      failed(error)
      rollbacks++
      // After some failures (a full disk) SQLite has rolled back already.
      if (sqlite.isTransaction) sqlite.exec('rollback')
      throw error
    }
  }

  return {
    run<T>(run: () => T): Promise<T> {
      if (sealed !== undefined) return Promise.reject(sealed)
      return new Promise<T>((resolve, reject) => {
        waiting.push(new Work(run, resolve, reject))
        if (waiting.length === 1) schedule()
      })
    },
    rollbacks: () => rollbacks,
    failure: () => failure,
    seal,
    close() {
      if (sealed === undefined) flush()
      seal(new Error('the database is closed'))
    },
  }

  function failed(error: unknown): void {
    failure = { error, since: failure?.since ?? clock.now() }
    if (isDamage(error) && sealed === undefined) onDamage?.(error.message)
  }

  function seal(why: Error): void {
    sealed = why
    refuseAll(why)
  }
}

interface Waiting {
  readonly attempt: () => void
  readonly settle: () => void
  readonly refuse: (error: unknown) => void
}

// A class and not three closures: one of these is made for every token.
class Work<T> implements Waiting {
  readonly #run: () => T
  readonly #resolve: (result: T) => void
  readonly refuse: (error: unknown) => void
  #result: { readonly value: T } | undefined

  constructor(run: () => T, resolve: (result: T) => void, refuse: (error: unknown) => void) {
    this.#run = run
    this.#resolve = resolve
    this.refuse = refuse
  }

  attempt(): void {
    this.#result = { value: this.#run() }
  }

  settle(): void {
    if (this.#result !== undefined) this.#resolve(this.#result.value)
  }
}
