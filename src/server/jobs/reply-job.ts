import type { DoneEvent } from '#protocol/events.ts'
import { isStorageFailure } from '#sqlite/storage-failure.ts'
import { sheetPrompt } from '#story/sheet-prompt.ts'
import type { PromptMessage } from '../models/port.ts'
import type { Job, Storage } from '../storage/port.ts'
import type { TokenLog } from '../tokenlog/port.ts'
import type { Attempted } from './attempt.ts'
import { eventFault } from './event-fault.ts'
import { JobRecord } from './job-record.ts'
import type { Line } from './line.ts'
import { durablePart, ReplyLog, type Lost } from './reply-log.ts'
import { Writing, type WritingMeans } from './writing.ts'

export interface JobMeans extends WritingMeans {
  readonly storage: Storage
  readonly log: TokenLog
  readonly line: Line
  /** Resolves when the reply that this one follows has ended, wherever it is written. */
  readonly afterReply: (replyId: string, signal: AbortSignal) => Promise<void>
}

/** Why a running job is ended from outside: a person stops it, or its server goes and another goes on with it. */
export type Interruption = 'stop' | 'leave'

/** One reply in the making, from the claim of its log to its end. It belongs to no connection. */
export class ReplyJob {
  readonly id: string
  readonly #job: Job
  readonly #means: JobMeans
  readonly #record: JobRecord
  readonly #control = new AbortController()
  // A stop still lets the last words become durable; leaving, also after a stop, does not wait for a disk that is full.
  readonly #leaving = new AbortController()

  constructor(job: Job, means: JobMeans) {
    this.id = job.id
    this.#job = job
    this.#means = means
    this.#record = new JobRecord(job, means)
  }

  interrupt(why: Interruption): void {
    this.#control.abort(why)
    if (why === 'leave') this.#leaving.abort(why)
  }

  /** Resolves when this server has nothing more to do with the job. Rejects when the storage fails: then it may begin again. */
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
      { ...part, signal: this.#leaving.signal, lost: (because) => this.#leaveToOthers(because) },
    )
    // A server that died between closing the log and ending the job left only the record to be written.
    if (part.done !== undefined) return this.#record.end(part.done, replyLog.text)
    if (this.#job.stopRequested) this.interrupt('stop')
    await this.#record.happened('taken-over')
    await this.#end(replyLog, await this.#write(replyLog))
  }

  #leaveToOthers(because: Lost): void {
    this.#means.logger.warn('job-fenced', { reply: this.id, epoch: this.#job.epoch, because })
    this.interrupt('leave')
  }

  async #write(log: ReplyLog): Promise<Attempted> {
    let leave: (() => void) | undefined
    try {
      leave = await this.#enter(log)
      const written = { job: this.#job, messages: await this.#prompt(), log, record: this.#record }
      return await new Writing(this.#means, { ...written, signal: this.#control.signal }).untilOver()
    } catch (error) {
      return await this.#broken(log, error)
    } finally {
      leave?.()
    }
  }

  async #broken(log: ReplyLog, error: unknown): Promise<Attempted> {
    if (this.#control.signal.aborted) return { kind: 'interrupted' }
    if (isStorageFailure(error)) {
      // That is no end: when the storage is back it begins again from what is durable.
      await log.settled()
      throw error
    }
    // A mistake of ours must not leave a reader waiting for ever.
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
    const { storage } = this.#means
    const branch = await storage.branchTo(this.id)
    // A reply that failed before its first word says nothing, and some back ends refuse a message without content.
    const spoken = branch.slice(0, -1).filter(({ text }) => text !== '')
    const texts = spoken.map(({ text }) => text)
    const sheet = await storage.sheet(this.#job.chatId)
    const before = sheet.ok && sheet.value !== null ? sheetPrompt(sheet.value, texts) : undefined
    const messages = spoken.map(({ role, text }) => ({ role, text }))
    // One message, and no other role: some chat templates refuse a second one, or a conversation that the model begins.
    return before === undefined ? messages : [{ role: 'system', text: before }, ...messages]
  }

  async #end(log: ReplyLog, result: Attempted): Promise<void> {
    await log.settled()
    // Whoever takes the job next goes on from what is durable.
    if (result.kind === 'interrupted' && this.#control.signal.reason !== 'stop') return
    const done = doneEvent(result, log)
    if (await log.close(done)) await this.#record.end(done, log.text)
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
