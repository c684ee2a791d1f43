import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { fail, ok } from '#shared/outcome.ts'
import type { Outcome } from '#shared/outcome.ts'
import type { Piece } from '../port.ts'
import type { Mailbox } from './mailbox.ts'
import { newsSchema } from './messages.ts'
import type { EngineFailure, EnginePiece, Loaded, News, Order, WriteOrder } from './messages.ts'
import { Tail } from './tail.ts'

export interface ProcessOptions {
  /** Stands in the command line, so that an operator can tell one engine's process from another. */
  readonly name: string
  readonly file: string
  readonly sha256: string | null
}

/** How a process came to its end, and whether the model had done anything by then. */
export interface Exit {
  readonly because: string
  /** It ended while it loaded, or before the first token that it owed. */
  readonly beforeFirstToken: boolean
}

export type Job = Omit<WriteOrder, 't' | 'job'>

const entry = fileURLToPath(new URL('./child.ts', import.meta.url))

/** A running engine with one model, in a process of its own. When it ends, every job in it fails, and it is over. */
export class EngineProcess {
  readonly #child: ChildProcess
  readonly #file: string
  readonly #lastLines = new Tail(8)
  readonly #jobs = new Map<number, Mailbox<Piece>>()
  readonly #started = Promise.withResolvers<Outcome<Loaded, EngineFailure>>()
  readonly #ended = Promise.withResolvers<Exit>()
  #sequences = 0
  #lastJob = 0
  #hasWritten = false
  #end: EngineFailure | undefined

  constructor({ name, file, sha256 }: ProcessOptions) {
    this.#file = file
    this.#child = fork(entry, [name, file], {
      execArgv: [],
      // Keys for model servers elsewhere stand in ours, and a model file is not to be trusted with them.
      env: {},
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#lastLines.add(text))
    this.#child.on('message', (message) => this.#hear(message))
    this.#child.on('error', (error) => this.#over(`it could not be run: ${error.message}`))
    // Not `exit`: only when the pipes are closed too has everything it said been heard.
    this.#child.on('close', (code, signal) => this.#over(signal === null ? `exit code ${code}` : `signal ${signal}`))
    this.#send({ t: 'open', file, sha256 })
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** What it loaded, or why it did not. A process that ends while it loads says so here too. */
  get started(): Promise<Outcome<Loaded, EngineFailure>> {
    return this.#started.promise
  }

  get ended(): Promise<Exit> {
    return this.#ended.promise
  }

  /** Puts the reply's pieces into `pieces`. Null when it writes as many replies as it can; else what stops this one. */
  write(job: Job, pieces: Mailbox<Piece>): (() => void) | null {
    if (this.#jobs.size >= this.#sequences) return null
    const id = ++this.#lastJob
    this.#jobs.set(id, pieces)
    if (this.#end === undefined) this.#send({ t: 'write', job: id, ...job })
    else this.#pass(id, { kind: 'failed', failure: this.#end })
    return () => this.#stop(id)
  }

  async close(): Promise<void> {
    // It holds nothing that an orderly end would save, and may be computing for seconds.
    this.#child.kill('SIGKILL')
    await this.ended
  }

  #stop(id: number): void {
    if (this.#jobs.delete(id)) this.#send({ t: 'stop', job: id })
  }

  #hear(message: unknown): void {
    const news = newsSchema.safeParse(message)
    if (news.success) this.#take(news.data)
    // A file that nobody vouches for may have taken the process over: then it is no longer ours.
    else this.#child.kill('SIGKILL')
  }

  #take(news: News): void {
    if (news.t === 'loaded') this.#sequences = news.sequences
    if (news.t === 'loaded') this.#started.resolve(ok(news))
    if (news.t === 'refused') this.#started.resolve(fail(news.failure))
    if (news.t === 'piece') this.#pass(news.job, news.piece)
  }

  #pass(id: number, piece: EnginePiece): void {
    if (piece.kind === 'token' || piece.kind === 'end') this.#hasWritten = true
    const pieces = this.#jobs.get(id)
    pieces?.put(piece)
    if (piece.kind !== 'end' && piece.kind !== 'failed') return
    this.#jobs.delete(id)
    pieces?.close()
  }

  #over(how: string): void {
    if (this.#end !== undefined) return
    const because = [`the process of ${this.#file} ended: ${how}`, ...this.#lastLines.lines].join('; ')
    const failure: EngineFailure = { fault: 'engine-died', because }
    this.#end = failure
    const wasLoading = this.#sequences === 0
    this.#ended.resolve({ because, beforeFirstToken: wasLoading || (!this.#hasWritten && this.#jobs.size > 0) })
    this.#started.resolve(fail(failure))
    for (const id of this.#jobs.keys()) this.#pass(id, { kind: 'failed', failure })
  }

  #send(order: Order): void {
    // A channel that is closed belongs to a process that has ended: `close` tells everybody who waits for it.
    this.#child.send(order, () => undefined)
  }
}
