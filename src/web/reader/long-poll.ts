import { pageProblem } from '#protocol/problem.ts'
import { streamHeaders } from '#protocol/stream.ts'
import type { Means } from '../means.ts'
import { Connection, type Patience } from './connection.ts'
import { silence } from './event-stream.ts'
import { answerFrames, type Frame } from './frames.ts'
import { opened, refusedBy, unanswered, type LogSource, type Opening } from './source.ts'
import type { ReaderEvent } from './states.ts'

const head: Patience = { ms: 10_000, orElse: 'silent' }
// Words that come one by one are asked for ten times a second, not fifty: it reads as smoothly and costs a fifth.
const paceMs = 100

/** Reads a log by asking again and again (Durable Streams §5.6, §5.7): whole answers, which nobody keeps back. */
export class LongPoll implements LogSource {
  readonly way = 'long-poll'
  readonly wasHeldBack = false
  readonly #path: string
  readonly #means: Means
  readonly #pause = new AbortController()
  #connection: Connection
  #endedBy: ReaderEvent | null = null
  #answer: Response | null = null

  constructor(path: string, means: Means) {
    this.#path = path
    this.#means = means
    this.#connection = new Connection(means)
  }

  get endedBy(): ReaderEvent | null {
    return this.#endedBy ?? this.#connection.endedBy
  }

  /** A plain read first: it is answered at once, and so tells whether anybody is there. */
  async open(offset: string): Promise<Opening> {
    const asked = await this.#connection.ask(this.#address({ offset }), head)
    if (!asked.ok) return unanswered(this.endedBy, asked.error, this.#means)
    if (!asked.value.ok) return refusedBy(asked.value)
    if (!isOurs(asked.value)) return { event: 'cut', trouble: pageProblem('intercepted') }
    this.#answer = asked.value
    return opened
  }

  /** An answer that is not one of the log ends it; what is wrong is found out by whoever opens another. */
  async *frames(): AsyncGenerator<Frame> {
    let answer = this.#answer
    while (answer !== null && answer.ok && isOurs(answer)) {
      let body = ''
      for await (const piece of this.#connection.pieces(answer, silence, silence)) body += piece
      yield* answerFrames(body, answer.headers)
      await this.#means.clock.sleep(paceMs, this.#pause.signal)
      answer = await this.#poll(answer.headers)
    }
  }

  doubt(): void {
    this.#connection.doubt()
  }

  end(why: ReaderEvent): void {
    this.#endedBy ??= why
    this.#pause.abort()
    this.#connection.end(why)
  }

  /** Null: no answer came. */
  async #poll(before: Headers): Promise<Response | null> {
    const offset = before.get(streamHeaders.nextOffset) ?? ''
    const cursor = before.get(streamHeaders.cursor)
    this.#connection = new Connection(this.#means)
    const query = { offset, live: 'long-poll', ...(cursor === null ? {} : { cursor }) }
    const asked = await this.#connection.ask(this.#address(query), silence)
    return asked.ok ? asked.value : null
  }

  #address(query: Readonly<Record<string, string>>): string {
    return `${this.#path}?${new URLSearchParams(query).toString()}`
  }
}

function isOurs({ headers }: Response): boolean {
  return headers.has(streamHeaders.nextOffset)
}
