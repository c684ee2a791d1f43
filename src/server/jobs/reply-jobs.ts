import { endedStates, type JobState } from '#protocol/chats.ts'
import type { Cancel } from '#shared/clock.ts'
import type { Job, Lease, Owner } from '../storage/port.ts'
import { line } from './line.ts'
import { ReplyJob, type Interruption, type JobMeans } from './reply-job.ts'

export interface ReplyJobsMeans extends Omit<JobMeans, 'line' | 'afterReply'> {
  readonly atOnce: number
  readonly owner: Owner
  readonly leaseMs: number
  /** Whether the process that held a lease still runs; undefined when that cannot be known from here. */
  readonly isRunning: (process: string) => boolean | undefined
}

/** The reply jobs of this server: it runs its own and takes over those whose server has gone. */
export class ReplyJobs {
  readonly #means: ReplyJobsMeans
  readonly #jobMeans: JobMeans
  readonly #running = new Map<string, { readonly job: ReplyJob; readonly ended: Promise<void> }>()
  #stopBeating: Cancel = () => undefined
  #isLeaving = false

  constructor(means: ReplyJobsMeans) {
    this.#means = means
    const afterReply = (replyId: string, signal: AbortSignal) => this.#afterReply(replyId, signal)
    this.#jobMeans = { ...means, line: line(means.atOnce, means.clock), afterReply }
  }

  /** Takes the lease and every job that nobody runs any more. Rejects when the storage fails. */
  async open(): Promise<void> {
    await this.#beat()
    // Three beats a lease: one may be late without the jobs being taken for free.
    this.#stopBeating = this.#means.clock.every(this.#means.leaseMs / 3, () => {
      this.#beat().catch((error: unknown) => this.#means.logger.error('storage-failed', { error: String(error) }))
    })
  }

  get count(): number {
    return this.#running.size
  }

  start(job: Job): void {
    const replyJob = new ReplyJob(job, this.#jobMeans)
    const ended = replyJob.run().then(
      () => void this.#running.delete(job.id),
      (error: unknown) => this.#startAgain(job, error),
    )
    this.#running.set(job.id, { job: replyJob, ended })
  }

  // Only the storage makes a job break: what is durable stands, so the same job simply begins again from there.
  async #startAgain(job: Job, error: unknown): Promise<void> {
    this.#means.logger.error('job-broke', { reply: job.id, error: describe(error) })
    this.#running.delete(job.id)
    await this.#means.clock.sleep(startAgainMs)
    if (!this.#isLeaving && !this.#running.has(job.id)) this.start(job)
  }

  /** Resolves when the job has ended, if it runs here. */
  async stop(id: string): Promise<void> {
    await this.#interrupt(id, 'stop')
  }

  /** For logs that are no longer there: nothing is written about it. */
  async abandon(ids: readonly string[]): Promise<void> {
    await Promise.all(ids.map((id) => this.#interrupt(id, 'leave')))
  }

  /** Resolves when no job runs here, or when the signal aborts. */
  async idle(signal: AbortSignal): Promise<void> {
    const allEnded = Promise.all([...this.#running.values()].map(({ ended }) => ended))
    await Promise.race([allEnded, aborted(signal)])
  }

  /** Leaves the running jobs to the next server: the lease is given back, so that it need not wait for it to run out. */
  async close(): Promise<void> {
    this.#isLeaving = true
    this.#stopBeating()
    await this.abandon([...this.#running.keys()])
    await this.#means.storage.dropLease(this.#means.owner.name)
  }

  async #interrupt(id: string, why: Interruption): Promise<void> {
    const running = this.#running.get(id)
    running?.job.interrupt(why)
    await running?.ended
  }

  async #beat(): Promise<void> {
    const { storage, owner, leaseMs, clock, logger } = this.#means
    await storage.extendLease({ ...owner, until: clock.now() + leaseMs })
    const jobs = await storage.takeOver(owner, (lease) => this.#isFree(lease))
    if (this.#isLeaving) return
    for (const job of jobs) {
      logger.info('job-taken-over', { reply: job.id, epoch: job.epoch })
      this.start(job)
    }
    for (const id of await storage.stopsRequested(owner.name)) this.#running.get(id)?.job.interrupt('stop')
  }

  #isFree(lease: Lease | undefined): boolean {
    if (lease === undefined || lease.until <= this.#means.clock.now()) return true
    return this.#means.isRunning(lease.process) === false
  }

  /** Another server may be writing the reply, so the record is asked again until it says that it has ended. */
  async #afterReply(replyId: string, signal: AbortSignal): Promise<void> {
    const { storage, clock } = this.#means
    while (!isOver(await storage.jobState(replyId))) {
      const here = this.#running.get(replyId)?.ended
      await Promise.race([here ?? clock.sleep(lookAgainMs, signal), aborted(signal)])
      signal.throwIfAborted()
    }
  }
}

const lookAgainMs = 250
const startAgainMs = 1_000

function isOver(state: JobState | undefined): boolean {
  return state === undefined || endedStates.has(state)
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
