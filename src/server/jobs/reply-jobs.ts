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

interface Running {
  /** Another one whenever the storage failed and the job began again. */
  job: ReplyJob
  /** Never rejects. */
  ended: Promise<unknown>
}

/** The reply jobs of this server: it runs its own and takes over those whose server has gone. */
export class ReplyJobs {
  readonly #means: ReplyJobsMeans
  readonly #jobMeans: JobMeans
  readonly #running = new Map<string, Running>()
  readonly #leaving = new AbortController()
  #stopBeating: Cancel = () => undefined

  constructor(means: ReplyJobsMeans) {
    this.#means = means
    const afterReply = (replyId: string, signal: AbortSignal) => this.#afterReply(replyId, signal)
    this.#jobMeans = { ...means, line: line(means.atOnce, means.clock), afterReply }
  }

  /** Takes the lease and every job that nobody runs any more, now and from time to time. */
  async open(): Promise<void> {
    // Three beats a lease: one may be late without the jobs being taken for free.
    this.#stopBeating = this.#means.clock.every(this.#means.leaseMs / 3, () => void this.#tryToBeat())
    await this.#tryToBeat()
  }

  /** After `close` it does nothing: the job is stored, and the next server finds it. */
  start(job: Job): void {
    if (this.#leaving.signal.aborted) return
    const older = this.#running.get(job.id)
    // It was taken from us and has come back before its last run has noticed.
    older?.job.interrupt('leave')
    const running: Running = { job: new ReplyJob(job, this.#jobMeans), ended: Promise.resolve() }
    this.#running.set(job.id, running)
    running.ended = Promise.all([this.#run(running, job), older?.ended])
  }

  async #run(running: Running, job: Job): Promise<void> {
    while (!(await this.#isThrough(running.job))) {
      // What is durable stands, so the job simply begins again from there.
      const again = await this.#asStored(job)
      if (again === undefined) break
      running.job = new ReplyJob(again, this.#jobMeans)
    }
    if (this.#running.get(job.id) === running) this.#running.delete(job.id)
  }

  /** False when it broke: only the storage makes a job do that. */
  async #isThrough(job: ReplyJob): Promise<boolean> {
    try {
      await job.run()
      return true
    } catch (error) {
      this.#means.logger.error('job-broke', { reply: job.id, error: describe(error) })
      return false
    }
  }

  /** After a pause the job as its record has it by then; undefined when it is no longer ours. */
  async #asStored(job: Job): Promise<Job | undefined> {
    const { storage, clock } = this.#means
    try {
      await clock.sleep(beginAgainMs, this.#leaving.signal)
      const stored = await storage.job(job.id)
      return stored?.epoch === job.epoch ? stored : undefined
    } catch {
      return this.#leaving.signal.aborted ? undefined : job
    }
  }

  /**
   * Resolves when the job has ended, if it runs here, or after a while when the disk does not take its end: the wish is
   * stored by then.
   */
  async stop(id: string): Promise<void> {
    await this.#atMost(stopPatienceMs, this.#interrupt(id, 'stop'))
  }

  /** For logs that are no longer there: nothing is written about it. */
  async abandon(ids: readonly string[]): Promise<void> {
    await Promise.all(ids.map((id) => this.#interrupt(id, 'leave')))
  }

  /** Resolves when no job runs here, or when the signal aborts. */
  async idle(signal: AbortSignal): Promise<void> {
    await unlessAborted(Promise.all([...this.#running.values()].map(({ ended }) => ended)), signal)
  }

  /** Leaves the running jobs to the next server: the lease is given back, so that it need not wait for it to run out. */
  async close(): Promise<void> {
    const { storage, owner, logger } = this.#means
    this.#leaving.abort()
    this.#stopBeating()
    await this.abandon([...this.#running.keys()])
    try {
      await storage.dropLease(owner.name)
    } catch (error) {
      // It runs out by itself, and whoever looks sees that this process has ended.
      logger.warn('lease-not-returned', { error: String(error) })
    }
  }

  async #interrupt(id: string, why: Interruption): Promise<void> {
    const running = this.#running.get(id)
    running?.job.interrupt(why)
    await running?.ended
  }

  #atMost(ms: number, ended: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#means.clock.after(ms, resolve)
      void ended.then(() => {
        cancel()
        resolve()
      })
    })
  }

  // A storage that fails now may be back at the next beat; until then nothing is taken over and reading goes on.
  async #tryToBeat(): Promise<void> {
    try {
      await this.#beat()
    } catch (error) {
      this.#means.logger.error('storage-failed', { error: String(error) })
    }
  }

  async #beat(): Promise<void> {
    const { storage, owner, leaseMs, clock, logger } = this.#means
    await storage.extendLease({ ...owner, until: clock.now() + leaseMs })
    const jobs = await storage.takeOver(owner, (lease) => this.#isFree(lease))
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
      const here = this.#running.get(replyId)
      await (here === undefined ? clock.sleep(lookAgainMs, signal) : unlessAborted(here.ended, signal))
      signal.throwIfAborted()
    }
  }
}

const lookAgainMs = 250
const beginAgainMs = 1_000
const stopPatienceMs = 2_000

function isOver(state: JobState | undefined): boolean {
  return state === undefined || endedStates.has(state)
}

/** Resolves when `ended` does or when the signal aborts, and leaves nothing behind on a signal that lives on. */
function unlessAborted(ended: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    signal.addEventListener('abort', done, { once: true })
    void ended.then(done)

    function done(): void {
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
