import { heartbeatMs } from '#protocol/stream.ts'
import type { Means } from '../means.ts'
import { Arrival } from './arrival.ts'
import { Connection, type Patience } from './connection.ts'
import { frameReader, type Frame } from './frames.ts'
import { opened, refusedBy, unanswered, type LogSource, type Opening } from './source.ts'
import type { ReaderEvent } from './states.ts'

// The server begins its answer at once, and says in it where the reader stands. If one of them does not come, somebody
// on the way keeps it: until the answer is over, which may be in an hour.
const head: Patience = { ms: 8_000, orElse: 'barred' }
const firstWord: Patience = { ms: 3_000, orElse: 'barred' }

/** The server promises a word or a heartbeat in every interval. After two without either it is not there any more. */
export const silence: Patience = { ms: 2 * heartbeatMs, orElse: 'silent' }

/** Reads a log as server-sent events: one answer, for as long as the log grows. */
export class EventStream implements LogSource {
  readonly way = 'event-stream'
  readonly #path: string
  readonly #means: Means
  readonly #connection: Connection
  readonly #arrival: Arrival
  #answer: Response | null = null

  constructor(path: string, means: Means) {
    this.#path = path
    this.#means = means
    this.#connection = new Connection(means)
    this.#arrival = new Arrival(means.clock.now())
  }

  get endedBy(): ReaderEvent | null {
    return this.#connection.endedBy
  }

  get wasHeldBack(): boolean {
    return this.#arrival.wasHeldBack
  }

  async open(offset: string): Promise<Opening> {
    const path = `${this.#path}?offset=${encodeURIComponent(offset)}&live=sse`
    const asked = await this.#connection.ask(path, head)
    if (!asked.ok) return unanswered(this.endedBy, asked.error, this.#means)
    // Proxies that cannot carry an event stream refuse it in words of their own, or make something else of it.
    if (!asked.value.ok) return refusedBy(asked.value, 'barred')
    if (!isEventStream(asked.value)) return { event: 'barred', trouble: null }
    this.#answer = asked.value
    return opened
  }

  async *frames(): AsyncGenerator<Frame> {
    if (this.#answer === null) return
    const ready: Frame[] = []
    const feed = frameReader((frame) => void ready.push(frame))
    for await (const piece of this.#connection.pieces(this.#answer, firstWord, silence)) {
      this.#arrival.piece(this.#means.clock.now())
      feed(piece)
      for (const frame of ready.splice(0)) {
        this.#arrival.frame(frame)
        yield frame
      }
    }
  }

  doubt(): void {
    this.#connection.doubt()
  }

  end(why: ReaderEvent): void {
    this.#connection.end(why)
  }
}

function isEventStream({ headers }: Response): boolean {
  return headers.get('content-type')?.toLowerCase().startsWith('text/event-stream') === true
}
