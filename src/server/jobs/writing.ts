import type { Way } from '#protocol/events.ts'
import type { Cancel, Chance, Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import type { Backend, BackendFailure, Models, PromptMessage } from '../models/port.ts'
import type { Job } from '../storage/port.ts'
import { consequenceOf, Tries, type NextTry } from './after-failure.ts'
import { attempt, type Attempted } from './attempt.ts'
import { eventFault } from './event-fault.ts'
import type { JobRecord } from './job-record.ts'
import type { ReplyLog } from './reply-log.ts'
import type { Limits } from './watchdog.ts'

export interface WritingMeans {
  readonly models: Models
  readonly clock: Clock
  readonly chance: Chance
  readonly logger: Log
  readonly limits: Limits
  readonly giveUpMs: number
}

/** What is written, and where. */
export interface Written {
  readonly job: Job
  readonly messages: readonly PromptMessage[]
  readonly log: ReplyLog
  readonly record: JobRecord
  /** Ends the whole job. */
  readonly signal: AbortSignal
}

const garbledNotes = 10
const lookAgainMs = { least: 1_000, spread: 4_000 }

/** Has back ends write a reply, the same one again or one after another, until it is finished or nothing helps. */
export class Writing {
  readonly #means: WritingMeans
  readonly #written: Written
  readonly #tries: Tries
  #garbled = 0
  #isTroubled = false
  /** Runs while nothing comes. A timer and no time of day: a clock that is set must neither end a reply nor keep it. */
  #stopWaiting: Cancel | undefined
  #hasWaitedEnough = false

  constructor(means: WritingMeans, written: Written) {
    this.#means = means
    this.#written = written
    this.#tries = new Tries(means.chance)
  }

  async untilOver(): Promise<Attempted> {
    try {
      return await this.#tryUntilOver()
    } finally {
      this.#stopWaiting?.()
    }
  }

  async #tryUntilOver(): Promise<Attempted> {
    for (;;) {
      // Who wrote the beginning writes the rest: after a restart the server's choice may be another one.
      const next = this.#tries.next(await this.#means.models.route(this.#name))
      const result = next === undefined ? this.#nobody() : await this.#tryAfter(next)
      if (result.kind !== 'failed' || this.#isHopeless(result.failure, next)) return result
      await this.#noteTrouble(result.failure)
      if (next === undefined) await this.#lookAgain()
    }
  }

  get #name(): string | null {
    return this.#written.job.asked ?? this.#written.record.writer
  }

  #nobody(): Attempted {
    const missing: BackendFailure =
      this.#name === null
        ? { fault: 'no-backend', because: 'no model is connected' }
        : { fault: 'backend-missing', because: `no model named ${this.#name} is connected` }
    return { kind: 'failed', failure: this.#tries.lastFailure ?? missing }
  }

  async #tryAfter({ backend, delayMs }: NextTry): Promise<Attempted> {
    if (delayMs > 0) await this.#means.clock.sleep(delayMs, this.#written.signal)
    const result = await this.#tryOnce(backend)
    if (result.kind === 'failed') this.#tries.failed(backend, result.failure)
    return result
  }

  async #lookAgain(): Promise<void> {
    const { clock, chance, models } = this.#means
    await clock.sleep(lookAgainMs.least + chance() * lookAgainMs.spread, this.#written.signal)
    await models.look()
  }

  #isHopeless(failure: BackendFailure, next: NextTry | undefined): boolean {
    if (consequenceOf(failure) === 'give-up') return true
    if (next === undefined && failure.fault !== 'backend-missing') return true
    return this.#hasWaitedEnough
  }

  #tryOnce(backend: Backend): Promise<Attempted> {
    const { clock, limits } = this.#means
    const { job, messages, log, signal } = this.#written
    return attempt(backend, {
      replyId: job.id,
      epoch: job.epoch,
      messages,
      log,
      limits,
      clock,
      signal,
      began: (way) => this.#began(backend.info.name, way),
      garbled: (because) => this.#noteGarbled(because),
      gotToken: () => this.#gotToken(),
    })
  }

  #began(name: string, way: Way | null): void {
    const { log, record } = this.#written
    const why = this.#tries.lastFailure?.fault ?? 'server-restarted'
    if (way !== null) log.add({ t: 'seam', from: record.writer ?? name, to: name, why, way })
    else if (this.#isTroubled) log.add({ t: 'note', note: 'resumed' })
    this.#isTroubled = false
    void record.wrote(name)
  }

  #noteGarbled(because: string): void {
    if (this.#garbled++ >= garbledNotes) return
    this.#written.log.add({ t: 'note', note: 'garbled', fault: eventFault({ fault: 'backend-garbled', because }) })
  }

  #gotToken(): void {
    this.#tries.progressed()
    if (this.#stopWaiting !== undefined) this.#stopPatience()
    if (this.#written.record.state !== 'writing') void this.#written.record.happened('token')
  }

  async #noteTrouble(failure: BackendFailure): Promise<void> {
    const { job, log, record } = this.#written
    this.#startPatience()
    this.#means.logger.warn('reply-stalled', { reply: job.id, fault: failure.fault, because: failure.because })
    if (!this.#isTroubled || record.state !== 'stalled') {
      log.add({ t: 'note', note: 'stalled', fault: eventFault(failure) })
    }
    this.#isTroubled = true
    await log.settled()
    await record.happened('trouble')
  }

  #startPatience(): void {
    this.#stopWaiting ??= this.#means.clock.after(this.#means.giveUpMs, () => (this.#hasWaitedEnough = true))
  }

  #stopPatience(): void {
    this.#stopWaiting?.()
    this.#stopWaiting = undefined
    this.#hasWaitedEnough = false
  }
}
