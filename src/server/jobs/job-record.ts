import type { JobState } from '#protocol/chats.ts'
import type { DoneEvent } from '#protocol/events.ts'
import type { Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import type { Job, Storage } from '../storage/port.ts'
import { nextState, type JobEvent } from './job-states.ts'

export interface RecordMeans {
  readonly storage: Storage
  readonly clock: Clock
  readonly logger: Log
}

/**
 * What the records say of one job. While it lives that is for people who look; the log is what counts. So a failure to
 * store it is told and not waited for. Its end must be stored.
 */
export class JobRecord {
  readonly #job: Job
  readonly #means: RecordMeans
  #state: JobState
  #writer: string | null

  constructor(job: Job, means: RecordMeans) {
    this.#job = job
    this.#means = means
    this.#state = job.state
    this.#writer = job.writer
  }

  get state(): JobState {
    return this.#state
  }

  /** The back end that wrote last. */
  get writer(): string | null {
    return this.#writer
  }

  async happened(event: JobEvent): Promise<void> {
    const state = nextState(this.#state, event)
    if (state === this.#state) return
    this.#state = state
    await this.#save()
  }

  async wrote(writer: string): Promise<void> {
    if (this.#writer === writer) return
    this.#writer = writer
    await this.#save()
  }

  /** Rejects when the storage fails. */
  async end(done: DoneEvent, text: string): Promise<void> {
    const { storage, clock, logger } = this.#means
    const { id, epoch } = this.#job
    await storage.endJob(id, epoch, { state: done.reason, text, fault: done.fault ?? null, now: clock.now() })
    this.#state = done.reason
    logger.info('reply-ended', { reply: id, reason: done.reason, ...(done.fault && { fault: done.fault.fault }) })
  }

  async #save(): Promise<void> {
    const { id, epoch } = this.#job
    try {
      await this.#means.storage.updateJob(id, epoch, { state: this.#state, writer: this.#writer })
    } catch (error) {
      this.#means.logger.error('storage-failed', { reply: id, error: String(error) })
    }
  }
}
