import type { ReplyEvent } from '#protocol/events.ts'
import type { Problem } from '#protocol/problem.ts'
import { heartbeatMs } from '#protocol/stream.ts'
import type { Cancel } from '#shared/clock.ts'
import { isRefusal, troubleOf, troubleWithoutAnswer } from '../api/trouble.ts'
import { delayMs, waitUnlessWoken } from '../api/until-answered.ts'
import type { Means } from '../means.ts'
import { frameReader, type Frame } from './frames.ts'
import { nothingOwned, takeFrame, withoutConnection, type Ownership } from './ownership.ts'
import { isOver, nextState, type ReaderEvent, type ReaderState } from './states.ts'

export interface LogListener {
  /** New events, each of them once and in order. What is replayed after an interruption comes in one piece. */
  readonly onEvents: (events: readonly ReplyEvent[]) => void
  readonly onState: (state: ReaderState) => void
  /** Why there is no connection; null when there is one again. */
  readonly onTrouble: (trouble: Problem | null) => void
}

// A heartbeat and a half more than the server promises: one may be late, two and a half are not coming.
const silenceMs = 2.5 * heartbeatMs
const answerWithinMs = 15_000
// A connection that has just spoken need not be replaced because the page was looked at again.
const freshMs = 2_000

/** Reads a reply's log to its end over as many connections as it takes. */
export class LogReader {
  readonly #path: string
  readonly #means: Means
  readonly #listener: LogListener
  readonly #leave = new AbortController()
  #state: ReaderState = 'connecting'
  #ownership: Ownership = nothingOwned
  /** Owned, but held back until the replay has caught up with the log. */
  readonly #replayed: ReplyEvent[] = []
  #failures = 0
  #trouble: Problem | null = null
  #heardAt = 0
  #connection: Connection | null = null

  constructor(path: string, means: Means, listener: LogListener) {
    this.#path = path
    this.#means = means
    this.#listener = listener
  }

  /** Ends when the log does, when the server refuses it, or when `leave` is called. */
  async run(): Promise<ReaderState> {
    const forget = this.#means.onWake(() => this.#wake())
    while (!isOver(this.#state)) this.#move(await this.#act())
    forget()
    this.#drop()
    return this.#state
  }

  leave(): void {
    this.#leave.abort()
    this.#connection?.end('left')
  }

  #act(): Promise<ReaderEvent> {
    if (this.#state === 'waiting') return this.#wait()
    return this.#state === 'connecting' ? this.#connect() : this.#read()
  }

  #move(event: ReaderEvent): void {
    const state = nextState[this.#state][event]
    if (this.#state === 'reading' && state !== 'reading') this.#lose()
    this.#state = state
    this.#listener.onState(state)
  }

  async #connect(): Promise<ReaderEvent> {
    this.#drop()
    if (this.#leave.signal.aborted) return 'left'
    const connection = new Connection(this.#means, answerWithinMs)
    this.#connection = connection
    const path = `${this.#path}?offset=${encodeURIComponent(this.#ownership.offset)}&live=sse`
    try {
      const response = await this.#means.fetch(path, { signal: connection.signal, cache: 'no-store' })
      if (!response.ok || response.body === null) return this.#fail(await troubleOf(response))
      connection.opened(response.body)
      this.#heardAt = this.#means.clock.now()
      return 'opened'
    } catch (error) {
      if (connection.endedBy === 'left' || connection.endedBy === 'woke') return connection.endedBy
      return this.#fail(troubleWithoutAnswer(this.#means.isOnline(), String(error)))
    }
  }

  async #read(): Promise<ReaderEvent> {
    const connection = this.#connection
    if (connection === null) return 'cut'
    let isClosed = false
    const feed = frameReader((frame) => {
      isClosed ||= this.#take(frame, connection)
    })
    try {
      for await (const piece of connection.pieces()) {
        this.#heardAt = this.#means.clock.now()
        feed(piece)
        if (isClosed) return 'closed'
      }
      return connection.endedBy ?? 'cut'
    } catch {
      // Why it broke cannot be seen from here; the next attempt to connect finds out whose side it is on.
      return connection.endedBy ?? 'cut'
    }
  }

  async #wait(): Promise<ReaderEvent> {
    this.#failures += 1
    const ms = delayMs(this.#failures, this.#trouble, this.#means)
    return (await waitUnlessWoken(this.#means, ms, this.#leave.signal)) ? 'due' : 'left'
  }

  /** True when the log is closed with this frame. */
  #take(frame: Frame, connection: Connection): boolean {
    const { ownership, events } = takeFrame(this.#ownership, frame)
    this.#ownership = ownership
    this.#replayed.push(...events)
    if (frame.kind === 'unreadable') connection.end('cut')
    if (frame.kind !== 'control') return false
    this.#failures = 0
    this.#tell(null)
    if (frame.isUpToDate) this.#handOver()
    return frame.isClosed
  }

  #handOver(): void {
    const events = this.#replayed.splice(0)
    if (events.length > 0) this.#listener.onEvents(events)
  }

  #lose(): void {
    this.#ownership = withoutConnection(this.#ownership)
    this.#handOver()
  }

  #fail(trouble: Problem): ReaderEvent {
    this.#tell(trouble)
    return isRefusal(trouble) ? 'refused' : 'cut'
  }

  #tell(trouble: Problem | null): void {
    if (trouble === null && this.#trouble === null) return
    this.#trouble = trouble
    this.#listener.onTrouble(trouble)
  }

  #wake(): void {
    if (this.#means.clock.now() - this.#heardAt > freshMs) this.#connection?.end('woke')
  }

  #drop(): void {
    this.#connection?.end('cut')
    this.#connection = null
  }
}

/** One request for the log, and the watch over its silence. */
class Connection {
  readonly #abort = new AbortController()
  readonly #means: Means
  #body: ReadableStream<Uint8Array<ArrayBuffer>> | null = null
  #endedBy: ReaderEvent | null = null
  #stopWatch: Cancel

  constructor(means: Means, answerMs: number) {
    this.#means = means
    this.#stopWatch = means.clock.after(answerMs, () => this.end('silent'))
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Why we ended it ourselves; null while we did not. */
  get endedBy(): ReaderEvent | null {
    return this.#endedBy
  }

  opened(body: ReadableStream<Uint8Array<ArrayBuffer>>): void {
    this.#body = body
    this.#watch()
  }

  /** The text as it comes. Every piece, a heartbeat too, shows that the connection lives. */
  async *pieces(): AsyncGenerator<string> {
    if (this.#body === null) return
    const reader = this.#body.pipeThrough(new TextDecoderStream()).getReader()
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      this.#watch()
      yield piece.value
    }
  }

  end(why: ReaderEvent): void {
    this.#stopWatch()
    if (this.#endedBy !== null) return
    this.#endedBy = why
    this.#abort.abort()
  }

  #watch(): void {
    this.#stopWatch()
    if (this.#endedBy === null) this.#stopWatch = this.#means.clock.after(silenceMs, () => this.end('silent'))
  }
}
