import type { LastBackup, Trouble } from '#protocol/ledger.ts'
import { fullJitterMs } from '#shared/backoff.ts'
import type { Chance, Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import { folderPlace } from './folder.ts'
import type { BackupFailure } from './make.ts'
import { folderOf, type PlaceSettings } from './open-place.ts'
import type { StoredBackup } from './place.ts'
import { dueAt, never } from './rhythm.ts'
import { isS3, parseS3 } from './s3-address.ts'
import type { Ask } from './upkeep.ts'

export interface BackupsMeans {
  readonly clock: Clock
  readonly chance: Chance
  readonly logger: Log
  readonly place: PlaceSettings
  /** As cron has it, or `never`. */
  readonly rhythm: string
  readonly version: string
  readonly ask: Ask
  /** A backup has shown that the database is damaged. */
  readonly onDamage: (because: string) => void
}

// A server that has just started has other things to do, and one that is killed again soon need not begin.
const settleMs = 60_000
// Clocks are set and machines sleep, so what is far away is looked at again on the way.
const lookAgainMs = 3_600_000
const againAtOnceMs = 30_000
const again = { baseMs: 60_000, capMs: 3_600_000 }

/** The backups that a server makes by itself. */
export class Backups {
  readonly #means: BackupsMeans
  readonly #leaving = new AbortController()
  #newest: StoredBackup | undefined
  #trouble: Trouble | undefined
  #failures = 0
  #life: Promise<void> = Promise.resolve()

  constructor(means: BackupsMeans) {
    this.#means = means
  }

  /** As cron has it; null when none are made. */
  get rhythm(): string | null {
    return this.#means.rhythm === never ? null : this.#means.rhythm
  }

  open(): void {
    this.#life = this.#live(this.#leaving.signal)
  }

  async close(): Promise<void> {
    this.#leaving.abort()
    await this.#life
  }

  /** The newest that lies there, whoever made it. */
  async last(): Promise<LastBackup | undefined> {
    const newest = this.#isElsewhere() ? this.#newest : await this.#newestInFolder()
    return newest && { at: newest.at, to: this.#says(), sizeBytes: newest.sizeBytes, isVerified: true }
  }

  trouble(): Trouble | undefined {
    return this.#trouble
  }

  async #live(signal: AbortSignal): Promise<void> {
    if (this.#isElsewhere()) await this.#lookElsewhere(signal)
    await this.#wait(settleMs, signal)
    while (!signal.aborted) {
      const waitMs = await this.#untilDueMs()
      if (waitMs > 0) await this.#wait(Math.min(waitMs, lookAgainMs), signal)
      else await this.#make(signal)
    }
  }

  /** Zero when one is due now. */
  async #untilDueMs(): Promise<number> {
    const { clock, rhythm } = this.#means
    const now = clock.now()
    const newestAt = (await this.last())?.at
    const due = dueAt({ rhythm, newestAt, now })
    return due === undefined ? lookAgainMs : due - now
  }

  async #make(signal: AbortSignal): Promise<void> {
    const { ask, place, version: by, clock, logger } = this.#means
    const news = await ask({ t: 'back-up', order: { ...place, by, now: clock.now() } }, signal)
    if (signal.aborted) return
    if (news.t === 'backed-up') {
      this.#newest = news.backup
      this.#trouble = undefined
      this.#failures = 0
      logger.info('backed-up', { ...news.backup, to: this.#says(), removed: news.removed })
      if (news.notRemoved !== null) logger.warn('old-backups-not-removed', { because: news.notRemoved })
    } else if (news.t === 'failed') await this.#failed(news.failure, signal)
  }

  async #failed({ fault, because }: BackupFailure, signal: AbortSignal): Promise<void> {
    const { clock, chance, logger, onDamage } = this.#means
    logger.warn(fault, { because, to: this.#says() })
    this.#trouble ??= { fault, because, at: clock.now() }
    this.#trouble = { ...this.#trouble, fault, because }
    if (fault === 'database-damaged') {
      // What is damaged is not copied any more: it would push the good ones out in time.
      this.#leaving.abort()
      onDamage(because)
      return
    }
    await this.#wait(againAtOnceMs + fullJitterMs(++this.#failures, again, chance), signal)
  }

  async #lookElsewhere(signal: AbortSignal): Promise<void> {
    const { ask, place, logger } = this.#means
    const news = await ask({ t: 'find-newest', place }, signal)
    if (news.t === 'newest') this.#newest = news.backup ?? undefined
    else if (news.t === 'failed' && !signal.aborted) logger.warn('backups-not-found', { ...news.failure })
  }

  async #newestInFolder(): Promise<StoredBackup | undefined> {
    try {
      const [newest] = await folderPlace(folderOf(this.#means.place)).list()
      return newest
    } catch (error) {
      // It may not be read. Nothing can be put there either, and the next attempt says so.
      this.#means.logger.warn('backups-not-found', { because: String(error) })
      return undefined
    }
  }

  #isElsewhere(): boolean {
    return isS3(this.#means.place.backupTo ?? '')
  }

  #says(): string {
    const { backupTo } = this.#means.place
    const address = backupTo === null ? undefined : parseS3(backupTo)
    return address === undefined ? folderOf(this.#means.place) : `s3://${address.bucket}/${address.prefix}`
  }

  /** Resolves when the time is over, or when the signal aborts. */
  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#means.clock.sleep(ms, signal)
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
}
