import type { JobState } from '#protocol/chats.ts'
import type { DoneEvent, EventFault } from '#protocol/events.ts'
import { faults } from '#protocol/faults.ts'
import type { Chance, Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import type { Backend, BackendFailure, Models, PromptMessage } from '../models/port.ts'
import type { Job, Storage } from '../storage/port.ts'
import type { TokenLog } from '../tokenlog/port.ts'
import { consequenceOf, Tries, type NextTry } from './after-failure.ts'
import { attempt, type Attempted } from './attempt.ts'
import { nextState, type JobEvent } from './job-states.ts'
import type { Line } from './line.ts'
import { durablePart, ReplyLog, type Lost } from './reply-log.ts'
import type { Limits } from './watchdog.ts'

export interface JobMeans {
  readonly storage: Storage
  readonly log: TokenLog
  readonly models: Models
  readonly line: Line
  readonly clock: Clock
  readonly chance: Chance
  readonly logger: Log
  readonly limits: Limits
  readonly giveUpMs: number
  /** Resolves when the reply that this one follows has ended, wherever it is written. */
  readonly afterReply: (replyId: string, signal: AbortSignal) => Promise<void>
}

/** Why a running job is ended from outside: a person stops it, or its server goes and another goes on with it. */
export type Interruption = 'stop' | 'leave'

const garbledNotes = 10
const lookAgainMs = { least: 1_000, spread: 4_000 }

/** One reply in the making, from the claim of its log to its end. It belongs to no connection. */
export class ReplyJob {
  readonly id: string
  readonly chatId: string
  readonly #job: Job
  readonly #means: JobMeans
  readonly #control = new AbortController()
  readonly #tries: Tries
  #state: JobState
  #writer: string | null
  #garbled = 0
  #isTroubled = false
  #progressAt: number

  constructor(job: Job, means: JobMeans) {
    this.id = job.id
    this.chatId = job.chatId
    this.#job = job
    this.#means = means
    this.#state = job.state
    this.#writer = job.writer
    this.#tries = new Tries(means.chance)
    this.#progressAt = means.clock.now()
  }

  interrupt(why: Interruption): void {
    this.#control.abort(why)
  }

  /** Resolves when this server has nothing more to do with the job. */
  async run(): Promise<void> {
    const { log, logger } = this.#means
    const claim = await log.claim(this.id, this.#job.epoch)
    if (claim.kind !== 'claimed') return logger.info('job-not-ours', { reply: this.id, because: claim.kind })
    const part = await durablePart(log, this.id)
    if (part === undefined) return logger.info('job-not-ours', { reply: this.id, because: 'removed' })
    const replyLog = new ReplyLog(
      claim.writer,
      {
        ...this.#means,
        onFailure: (error) => logger.error('storage-failed', { reply: this.id, error: String(error) }),
      },
      { ...part, signal: this.#unlessLeaving(), lost: (because) => this.#leaveToOthers(because) },
    )
    // A server that died between closing the log and ending the job left only the record to be written.
    if (part.done !== undefined) return this.#record(replyLog, part.done)
    if (this.#job.stopRequested) this.interrupt('stop')
    await this.#setState('taken-over')
    await this.#write(replyLog)
  }

  #leaveToOthers(because: Lost): void {
    this.#means.logger.warn('job-fenced', { reply: this.id, epoch: this.#job.epoch, because })
    this.interrupt('leave')
  }

  /** A stop still lets the last words become durable; leaving does not wait for a disk that is full. */
  #unlessLeaving(): AbortSignal {
    const leaving = new AbortController()
    const { signal } = this.#control
    signal.addEventListener('abort', () => {
      if (signal.reason === 'leave') leaving.abort('leave')
    })
    return leaving.signal
  }

  async #write(log: ReplyLog): Promise<void> {
    let leave: (() => void) | undefined
    try {
      leave = await this.#enter(log)
      const messages = await this.#prompt()
      await this.#end(log, await this.#tryUntilOver(log, messages))
    } catch (error) {
      await this.#end(log, this.#control.signal.aborted ? { kind: 'interrupted' } : this.#broke(error))
    } finally {
      leave?.()
    }
  }

  // A mistake of ours must not leave a reader waiting for ever.
  #broke(error: unknown): Attempted {
    const because = error instanceof Error ? error.message : String(error)
    this.#means.logger.error('job-broke', { reply: this.id, error: error instanceof Error ? error.stack : because })
    return { kind: 'failed', failure: { fault: 'internal-error', because } }
  }

  async #enter(log: ReplyLog): Promise<() => void> {
    const { storage, afterReply, line } = this.#means
    const { signal } = this.#control
    const asked = await storage.parentOf(this.id)
    const before = asked === null || asked === undefined ? undefined : await storage.parentOf(asked)
    if (typeof before === 'string') await afterReply(before, signal)
    return line.enter(signal, ({ place, etaMs }) => log.add({ t: 'queue', place, etaMs }))
  }

  async #prompt(): Promise<readonly PromptMessage[]> {
    const branch = await this.#means.storage.branchTo(this.id)
    // A reply that failed before its first word says nothing, and some back ends refuse a message without content.
    const spoken = branch.slice(0, -1).filter(({ text }) => text !== '')
    return spoken.map(({ role, text }) => ({ role, text }))
  }

  async #tryUntilOver(log: ReplyLog, messages: readonly PromptMessage[]): Promise<Attempted> {
    this.#progressAt = this.#means.clock.now()
    for (;;) {
      // Who wrote the beginning writes the rest: after a restart the server's choice may be another one.
      const next = this.#tries.next(await this.#means.models.route(this.#name))
      const result = next === undefined ? this.#nobody() : await this.#tryAfter(next, log, messages)
      if (result.kind !== 'failed' || this.#isHopeless(result.failure, next)) return result
      await this.#noteTrouble(log, result.failure)
      if (next === undefined) await this.#lookAgain()
    }
  }

  get #name(): string | null {
    return this.#job.asked ?? this.#writer
  }

  #nobody(): Attempted {
    const missing: BackendFailure =
      this.#name === null
        ? { fault: 'no-backend', because: 'no model is connected' }
        : { fault: 'backend-missing', because: `no model named ${this.#name} is connected` }
    return { kind: 'failed', failure: this.#tries.lastFailure ?? missing }
  }

  async #tryAfter(
    { backend, delayMs }: NextTry,
    log: ReplyLog,
    messages: readonly PromptMessage[],
  ): Promise<Attempted> {
    if (delayMs > 0) await this.#means.clock.sleep(delayMs, this.#control.signal)
    const result = await this.#tryOnce(backend, log, messages)
    if (result.kind === 'failed') this.#tries.failed(backend, result.failure)
    return result
  }

  async #lookAgain(): Promise<void> {
    const { clock, chance, models } = this.#means
    await clock.sleep(lookAgainMs.least + chance() * lookAgainMs.spread, this.#control.signal)
    await models.look()
  }

  #isHopeless(failure: BackendFailure, next: NextTry | undefined): boolean {
    if (consequenceOf(failure) === 'give-up') return true
    if (next === undefined && failure.fault !== 'backend-missing') return true
    return this.#means.clock.now() - this.#progressAt > this.#means.giveUpMs
  }

  #tryOnce(backend: Backend, log: ReplyLog, messages: readonly PromptMessage[]): Promise<Attempted> {
    const { clock, limits } = this.#means
    const { name } = backend.info
    return attempt(backend, {
      replyId: this.id,
      epoch: this.#job.epoch,
      messages,
      log,
      limits,
      clock,
      signal: this.#control.signal,
      began: (way) => {
        const from = this.#writer ?? name
        if (way !== null)
          log.add({ t: 'seam', from, to: name, why: this.#tries.lastFailure?.fault ?? 'server-restarted', way })
        else if (this.#isTroubled) log.add({ t: 'note', note: 'resumed' })
        this.#isTroubled = false
        if (this.#writer === name) return
        this.#writer = name
        void this.#saveState()
      },
      garbled: (because) => {
        if (this.#garbled++ < garbledNotes)
          log.add({ t: 'note', note: 'garbled', fault: eventFault({ fault: 'backend-garbled', because }) })
      },
      gotToken: () => {
        this.#progressAt = clock.now()
        this.#tries.progressed()
        if (this.#state !== 'writing') void this.#setState('token')
      },
    })
  }

  async #noteTrouble(log: ReplyLog, failure: BackendFailure): Promise<void> {
    this.#means.logger.warn('reply-stalled', { reply: this.id, fault: failure.fault, because: failure.because })
    if (!this.#isTroubled || this.#state !== 'stalled') {
      log.add({ t: 'note', note: 'stalled', fault: eventFault(failure) })
    }
    this.#isTroubled = true
    await log.settled()
    await this.#setState('trouble')
  }

  async #end(log: ReplyLog, result: Attempted): Promise<void> {
    await log.settled()
    // Whoever takes the job next goes on from what is durable.
    if (result.kind === 'interrupted' && this.#control.signal.reason !== 'stop') return
    const done = doneEvent(result, log)
    if (await log.close(done)) await this.#record(log, done)
  }

  async #record(log: ReplyLog, done: DoneEvent): Promise<void> {
    const { storage, clock, logger } = this.#means
    const end = { state: done.reason, text: log.text, fault: done.fault ?? null, now: clock.now() }
    await storage.endJob(this.id, this.#job.epoch, end)
    this.#state = done.reason
    logger.info('reply-ended', { reply: this.id, reason: done.reason, ...(done.fault && { fault: done.fault.fault }) })
  }

  async #setState(event: JobEvent): Promise<void> {
    const state = nextState(this.#state, event)
    if (state === this.#state) return
    this.#state = state
    await this.#saveState()
  }

  // What the record says of a living job is for people who look; the log is what counts. So a failure is told and not
  // waited for.
  async #saveState(): Promise<void> {
    const { storage, logger } = this.#means
    try {
      await storage.updateJob(this.id, this.#job.epoch, { state: this.#state, writer: this.#writer })
    } catch (error) {
      logger.error('storage-failed', { reply: this.id, error: String(error) })
    }
  }
}

function doneEvent(result: Attempted, log: ReplyLog): DoneEvent {
  const usage = { promptTokens: null, completionTokens: log.tokens }
  switch (result.kind) {
    case 'finished':
      return { t: 'done', reason: 'done', ...result.end }
    case 'failed':
      return { t: 'done', reason: 'failed', usage, fault: eventFault(result.failure) }
    case 'interrupted':
      return { t: 'done', reason: 'stopped', usage }
  }
}

function eventFault({ fault, because }: BackendFailure): EventFault {
  const { side, title, says, todo } = faults[fault]
  return { fault, side, title, detail: `${says} ${todo}`, because }
}
