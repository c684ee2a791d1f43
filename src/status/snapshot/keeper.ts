import type { Cancel, Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import type { Outcome } from '#shared/outcome.ts'

export interface SnapshotMeans {
  /** Where it is kept, for people. */
  readonly folder: string
  /** Makes and writes all of it. The error is why that did not work. */
  readonly write: () => Promise<Outcome<null, string>>
  readonly onChange: (told: () => void) => () => void
  readonly clock: Pick<Clock, 'now' | 'after' | 'every'>
  readonly log: Log
}

export interface SnapshotTrouble {
  readonly because: string
  readonly since: number
}

// Changes come in bursts: an incident opens, its components change, a forecast is made.
const gatherMs = 500
// Whoever reads a copy must be able to tell one that is old from one of which nothing has changed.
const everyMs = 5 * 60_000

/** Keeps the snapshot as new as the board. One writing at a time; what changes meanwhile is written after it. */
export class SnapshotKeeper {
  readonly #means: SnapshotMeans
  readonly #cancels: Cancel[]
  #gathering: Cancel | undefined
  #writing: Promise<void> | undefined
  #isStale = false
  #isClosed = false
  #trouble: SnapshotTrouble | undefined

  constructor(means: SnapshotMeans) {
    this.#means = means
    this.#cancels = [means.onChange(() => this.#changed()), means.clock.every(everyMs, () => this.#begin())]
    this.#changed()
  }

  /** Why the snapshot is not as new as the board; undefined while it is. */
  get trouble(): SnapshotTrouble | undefined {
    return this.#trouble
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const cancel of this.#cancels) cancel()
    this.#gathering?.()
    await this.#writing
  }

  #changed(): void {
    this.#gathering ??= this.#means.clock.after(gatherMs, () => {
      this.#gathering = undefined
      this.#begin()
    })
  }

  #begin(): void {
    this.#isStale = true
    if (!this.#isClosed) this.#writing ??= this.#writeAll().finally(() => (this.#writing = undefined))
  }

  async #writeAll(): Promise<void> {
    while (this.#isStale && !this.#isClosed) {
      this.#isStale = false
      this.#note(await this.#means.write())
    }
  }

  #note(written: Outcome<null, string>): void {
    const { clock, log, folder } = this.#means
    const before = this.#trouble
    this.#trouble = written.ok ? undefined : { because: written.error, since: before?.since ?? clock.now() }
    if (before === undefined && !written.ok)
      log.error('the snapshot could not be written', { folder, because: written.error })
    if (before !== undefined && written.ok) log.info('the snapshot is written again', { folder })
  }
}
