import type { ReplyEvent } from '#protocol/events.ts'
import { pageProblem, type Problem } from '#protocol/problem.ts'
import { delayMs, waitUnlessWoken } from '../api/until-answered.ts'
import type { Means } from '../means.ts'
import { EventStream } from './event-stream.ts'
import type { Frame } from './frames.ts'
import { LongPoll } from './long-poll.ts'
import { nothingOwned, takeFrame, withoutConnection, type Ownership } from './ownership.ts'
import type { LogSource } from './source.ts'
import { isOver, nextState, type ReaderEvent, type ReaderState } from './states.ts'

export interface LogListener {
  /** Aborts when nobody wants to read it any more. */
  readonly signal: AbortSignal
  /** New events, each of them once and in order. What is replayed after an interruption comes in one piece. */
  readonly onEvents: (events: readonly ReplyEvent[]) => void
  readonly onState: (state: ReaderState) => void
  /** Why there is no connection; null when there is one again. */
  readonly onTrouble: (trouble: Problem | null) => void
}

/** Reads a reply's log to its end over as many connections as it takes. */
export class LogReader {
  readonly #path: string
  readonly #means: Means
  readonly #listener: LogListener
  #state: ReaderState = 'connecting'
  #ownership: Ownership = nothingOwned
  /** Owned, but held back until the replay has caught up with the log. */
  readonly #replayed: ReplyEvent[] = []
  #failures = 0
  #trouble: Problem | null = null
  #source: LogSource | null = null

  constructor(path: string, means: Means, listener: LogListener) {
    this.#path = path
    this.#means = means
    this.#listener = listener
  }

  /** Ends when the log does, when the server refuses it, or when it is not wanted any more. */
  async run(): Promise<ReaderState> {
    const { signal } = this.#listener
    const forget = this.#means.onWake(() => this.#wake())
    const leave = (): void => this.#source?.end('left')
    signal.addEventListener('abort', leave)
    while (!isOver(this.#state)) this.#move(await this.#act())
    signal.removeEventListener('abort', leave)
    forget()
    this.#drop()
    return this.#state
  }

  #act(): Promise<ReaderEvent> {
    if (this.#state === 'waiting') return this.#wait()
    return this.#state === 'connecting' ? this.#connect() : this.#read()
  }

  #move(event: ReaderEvent): void {
    const state = nextState[this.#state][event]
    if (this.#state === 'reading' && state !== 'reading') this.#lose()
    if (this.#source !== null) this.#learn(this.#source, event)
    this.#state = state
    this.#listener.onState(state)
  }

  async #connect(): Promise<ReaderEvent> {
    this.#drop()
    if (this.#listener.signal.aborted) return 'left'
    if (!this.#means.canReach()) return 'cut'
    const isStream = this.#means.passage.way === 'event-stream'
    const source = isStream ? new EventStream(this.#path, this.#means) : new LongPoll(this.#path, this.#means)
    this.#source = source
    const { event, trouble } = await source.open(this.#ownership.offset)
    if (trouble !== null) this.#tell(trouble)
    return event
  }

  async #read(): Promise<ReaderEvent> {
    const source = this.#source
    if (source === null) return 'cut'
    try {
      for await (const frame of source.frames()) {
        if (this.#take(frame, source)) return 'closed'
      }
      return source.endedBy ?? 'cut'
    } catch {
      // Why it broke cannot be seen from here; the next attempt to connect finds out whose side it is on.
      return source.endedBy ?? 'cut'
    }
  }

  async #wait(): Promise<ReaderEvent> {
    this.#drop()
    this.#failures += 1
    if (!this.#means.canReach()) this.#tell(pageProblem('offline'))
    const ms = delayMs(this.#failures, this.#trouble, this.#means)
    return (await waitUnlessWoken(this.#means, ms, this.#listener.signal)) ? 'due' : 'left'
  }

  /** True when the log is closed with this frame. */
  #take(frame: Frame, source: LogSource): boolean {
    const { ownership, events } = takeFrame(this.#ownership, frame)
    this.#ownership = ownership
    for (const event of events) this.#replayed.push(event)
    if (frame.kind === 'unreadable') source.end('cut')
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

  /** What this says about the way is worth knowing to every reader of the page. */
  #learn({ way, wasHeldBack }: LogSource, event: ReaderEvent): void {
    const { passage } = this.#means
    if (event === 'barred' || (event === 'closed' && wasHeldBack)) passage.tell('barred')
    if (way === 'long-poll' && event === 'opened') passage.tell('polled')
    if (way === 'long-poll' && (event === 'cut' || event === 'silent')) passage.tell('failed')
  }

  #tell(trouble: Problem | null): void {
    if (trouble === null && this.#trouble === null) return
    if (trouble !== null) this.#means.sightings.saw(trouble, this.#path)
    this.#trouble = trouble
    this.#listener.onTrouble(trouble)
  }

  /** Whatever kept it from getting through may be over, and the connection it has may be of a network that is gone. */
  #wake(): void {
    this.#failures = 0
    this.#source?.doubt()
  }

  #drop(): void {
    this.#source?.end('cut')
    this.#source = null
  }
}
