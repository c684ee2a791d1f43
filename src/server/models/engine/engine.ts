import type { Clock } from '#shared/clock.ts'
import { fail, ok } from '#shared/outcome.ts'
import type { Outcome } from '#shared/outcome.ts'
import type { Log } from '#shared/log.ts'
import type { BackendFailure, Piece } from '../port.ts'
import type { Mailbox } from './mailbox.ts'
import type { EngineFailure } from './messages.ts'
import { EngineProcess } from './process.ts'
import type { Exit, Job } from './process.ts'
import type { KnownChecksum } from './known-checksum.ts'

export interface EngineOptions {
  readonly name: string
  readonly file: string
  readonly checksum: KnownChecksum
  readonly log: Log
  readonly clock: Clock
}

/** A process that dies like this twice in a row would die for ever, and take the machine's time with it. */
const deathsBeforeGivingUp = 2

/** One model's engine: begun at the first reply that asks for it, and begun again for the next one when it died. */
export class Engine {
  readonly #options: EngineOptions
  #running: Promise<Outcome<EngineProcess, BackendFailure>> | undefined
  #process: EngineProcess | undefined
  #deaths = 0
  #givenUp: BackendFailure | undefined
  #isClosed = false

  constructor(options: EngineOptions) {
    this.#options = options
  }

  /** Puts the pieces of a reply into `pieces`; what it gives back stops that, at any time. */
  write(job: Job, pieces: Mailbox<Piece>): () => void {
    let isStopped = false
    let stopWriting: () => void = () => undefined
    void this.run().then((running) => {
      if (isStopped) return
      const stop = running.ok ? running.value.write(job, pieces) : null
      if (stop !== null) stopWriting = stop
      else refuse(pieces, running.ok ? this.#busy() : running.error)
    })
    return () => {
      isStopped = true
      pieces.drop()
      stopWriting()
    }
  }

  /** The process that runs, begun if there is none. */
  async run(): Promise<Outcome<EngineProcess, BackendFailure>> {
    if (this.#isClosed) return fail(this.#closing())
    if (this.#givenUp !== undefined) return fail(this.#givenUp)
    this.#running ??= this.#begin()
    return await this.#running
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#process?.close()
    await this.#running
  }

  async #begin(): Promise<Outcome<EngineProcess, BackendFailure>> {
    const { name, file, checksum, log, clock } = this.#options
    const beganAt = clock.now()
    const expected = await checksum.read()
    if (!expected.ok) return this.#notRunning(expected.error)
    if (this.#isClosed) return this.#notRunning(this.#closing())
    const process = new EngineProcess({ name, file, sha256: expected.value })
    this.#process = process
    const loaded = await process.started
    if (!loaded.ok) {
      if (loaded.error.fault === 'engine-died') this.#countDeath(await process.ended)
      else await process.close()
      return this.#notRunning(this.#explained(loaded.error))
    }
    const { sha256, sequences, contextTokens, weights } = loaded.value
    await checksum.keep(sha256)
    log.info('engine started', {
      name,
      pid: process.pid,
      sequences,
      contextTokens,
      weights,
      tookMs: clock.now() - beganAt,
    })
    void process.ended.then((exit) => this.#over(exit))
    return ok(process)
  }

  #notRunning(failure: BackendFailure): Outcome<EngineProcess, BackendFailure> {
    this.#running = undefined
    this.#options.log.warn('engine not started', { name: this.#options.name, ...failure })
    return fail(this.#givenUp ?? failure)
  }

  #over(exit: Exit): void {
    this.#running = undefined
    if (this.#isClosed) return
    this.#options.log.warn('engine died', { name: this.#options.name, because: exit.because })
    this.#countDeath(exit)
  }

  #countDeath({ beforeFirstToken, because }: Exit): void {
    if (this.#isClosed) return
    this.#deaths = beforeFirstToken ? this.#deaths + 1 : 0
    if (this.#deaths < deathsBeforeGivingUp) return
    const told = `it died ${this.#deaths} times in a row before its first token and is not tried again until Holdfast is restarted`
    this.#givenUp = { fault: 'model-file-unusable', because: `${told}; ${because}` }
    this.#options.log.error('engine given up', { name: this.#options.name, because })
  }

  #explained(failure: EngineFailure): EngineFailure {
    if (failure.fault !== 'model-file-damaged') return failure
    return { fault: failure.fault, because: `${failure.because}, ${this.#options.checksum.whence}` }
  }

  #closing(): BackendFailure {
    return { fault: 'engine-died', because: `${this.#options.name} is being closed` }
  }

  #busy(): BackendFailure {
    const because = `${this.#options.name} is writing as many replies at once as it can`
    return { fault: 'backend-busy', because, retryAfterMs: 1000 }
  }
}

function refuse(pieces: Mailbox<Piece>, failure: BackendFailure): void {
  pieces.put({ kind: 'failed', failure })
  pieces.close()
}
