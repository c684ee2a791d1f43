import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '#shared/clock.ts'

/** Runs work inside a transaction, together with other work, and answers when it is durable. */
export interface GroupCommit {
  /**
   * Resolves with what `work` returned once its transaction is committed; rejects with what it threw, or when the
   * commit failed: then nothing of it is stored. `work` may run twice, so it must do nothing but use the database.
   */
  readonly run: <T>(work: () => T) => Promise<T>
  /** Commits what waits, and refuses everything after. */
  readonly close: () => void
}

interface Waiting {
  readonly attempt: () => void
  readonly settle: () => void
  readonly refuse: (error: unknown) => void
}

export interface GroupCommitOptions {
  readonly clock: Clock
  /** How long the first piece of work waits for others. 0: for the current turn of the event loop. */
  readonly delayMs: number
}

/**
 * One flush to disk costs the same for one token as for a thousand, so work that comes within `delayMs` shares one
 * transaction. SQLite is synchronous: while a transaction is open nothing else of this process runs.
 */
export function groupCommit(sqlite: DatabaseSync, { clock, delayMs }: GroupCommitOptions): GroupCommit {
  const begin = sqlite.prepare('begin immediate')
  const commit = sqlite.prepare('commit')
  let waiting: Waiting[] = []
  let isClosed = false

  function schedule(): void {
    if (delayMs > 0) clock.after(delayMs, flush)
    else clock.soon(flush)
  }

  function flush(): void {
    const batch = waiting
    waiting = []
    if (batch.length === 0) return
    try {
      inTransaction(batch)
      for (const work of batch) work.settle()
    } catch (error) {
      if (batch.length === 1) batch[0]?.refuse(error)
      else for (const work of batch) alone(work)
    }
  }

  // One piece of work that fails must not take the others with it: each is tried again in a transaction of its own.
  function alone(work: Waiting): void {
    try {
      inTransaction([work])
      work.settle()
    } catch (error) {
      work.refuse(error)
    }
  }

  function inTransaction(batch: readonly Waiting[]): void {
    begin.run()
    try {
      for (const work of batch) work.attempt()
      commit.run()
    } catch (error) {
      // After some failures (a full disk) SQLite has rolled back already.
      if (sqlite.isTransaction) sqlite.exec('rollback')
      throw error
    }
  }

  return {
    run<T>(work: () => T): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        if (isClosed) return reject(new Error('the database is closed'))
        let result: T
        waiting.push({
          attempt: () => {
            result = work()
          },
          settle: () => resolve(result),
          refuse: reject,
        })
        if (waiting.length === 1) schedule()
      })
    },
    close() {
      flush()
      isClosed = true
    },
  }
}
