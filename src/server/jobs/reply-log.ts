import { replyEventSchema, type DoneEvent, type ReplyEvent } from '#protocol/events.ts'
import { fullJitterMs } from '#shared/backoff.ts'
import type { Chance, Clock } from '#shared/clock.ts'
import type { WrittenToken } from '../models/port.ts'
import type { Entry, LogWriter, TokenLog } from '../tokenlog/port.ts'

/** Why nothing more can be written: somebody else owns the log, or it is over. */
export type Lost = 'fenced' | 'closed' | 'missing'

export interface ReplyLogMeans {
  readonly clock: Clock
  readonly chance: Chance
  /** The storage failed; it is tried again. */
  readonly onFailure: (error: unknown) => void
}

/**
 * What one job writes. Events go out in order; those that come while a commit is under way share the next one, and
 * neighbouring tokens become one event.
 */
export class ReplyLog {
  readonly #writer: LogWriter
  readonly #means: ReplyLogMeans
  readonly #signal: AbortSignal
  readonly #lost: (why: Lost) => void
  readonly #written: WrittenToken[]
  #tokens: number
  #pending: ReplyEvent[] = []
  #backlog = 0
  #isWriting = false
  #isLost = false
  #onSettled: (() => void)[] = []

  constructor(
    writer: LogWriter,
    means: ReplyLogMeans,
    life: Pick<DurablePart, 'written' | 'tokens'> & {
      readonly signal: AbortSignal
      readonly lost: (why: Lost) => void
    },
  ) {
    this.#writer = writer
    this.#means = means
    this.#written = life.written
    this.#tokens = life.tokens
    this.#signal = life.signal
    this.#lost = life.lost
  }

  /** The tokens of the reply, those that are not durable yet included. */
  get written(): readonly WrittenToken[] {
    return this.#written
  }

  /** How many tokens came, as far as this server can tell: those of one event count as one after a restart. */
  get tokens(): number {
    return this.#tokens
  }

  get text(): string {
    return this.#written.map(({ text }) => text).join('')
  }

  /** How many events, each token counted, wait for their turn to become durable: who is faster than the disk must wait. */
  get backlog(): number {
    return this.#backlog
  }

  /** `count` is how many tokens a `token` event holds. */
  add(event: ReplyEvent, count = 1): void {
    if (event.t === 'token') {
      remember(this.#written, event)
      this.#tokens += count
    }
    this.#backlog += count
    const last = this.#pending.at(-1)
    if (event.t === 'token' && last?.t === 'token') this.#pending[this.#pending.length - 1] = joined(last, event)
    else this.#pending.push(event)
    if (!this.#isWriting) this.#flush()
  }

  /** Resolves when everything so far is durable, or can no longer become so. */
  settled(): Promise<void> {
    if (!this.#isWriting) return Promise.resolve()
    return new Promise((resolve) => void this.#onSettled.push(resolve))
  }

  /** The last event: with it the log is closed. True when it is durable. */
  async close(done: DoneEvent): Promise<boolean> {
    await this.settled()
    if (this.#isLost) return false
    await this.#write([done], { close: true, attempt: 1 })
    return !this.#isLost
  }

  // No async function: one of these runs for nearly every token, and each `await` would cost as much as its parsing.
  #flush(): void {
    const events = this.#pending
    this.#pending = []
    this.#backlog = 0
    this.#isWriting = events.length > 0 && !this.#isLost
    if (this.#isWriting) void this.#write(events, { close: false, attempt: 1 }).then(() => this.#flush())
    else for (const settled of this.#onSettled.splice(0)) settled()
  }

  /** Tries until the storage takes it: what is not durable was shown to nobody, so waiting harms nobody. */
  #write(events: readonly ReplyEvent[], how: { readonly close: boolean; readonly attempt: number }): Promise<void> {
    const { close, attempt } = how
    const entries: readonly Entry[] = events.map((event) => JSON.stringify(event))
    return this.#writer.append(entries, close).then(
      (result) => {
        if (result !== 'appended') this.#lose(result)
      },
      async (error: unknown) => {
        this.#means.onFailure(error)
        await this.#pause(attempt)
        if (this.#signal.aborted) this.#isLost = true
        else await this.#write(events, { close, attempt: attempt + 1 })
      },
    )
  }

  #lose(why: Lost): void {
    this.#isLost = true
    this.#lost(why)
  }

  async #pause(attempt: number): Promise<void> {
    const ms = fullJitterMs(attempt, { baseMs: 100, capMs: 5_000 }, this.#means.chance)
    await new Promise<void>((resolve) => {
      const cancel = this.#means.clock.after(ms, done)
      this.#signal.addEventListener('abort', done, { once: true })
      const signal = this.#signal
      function done(): void {
        cancel()
        signal.removeEventListener('abort', done)
        resolve()
      }
    })
  }
}

/** What the log of a reply holds when a server takes it over. */
export interface DurablePart {
  readonly written: WrittenToken[]
  /** How many token events there are. */
  readonly tokens: number
  /** The last event, when the log is closed already. */
  readonly done: DoneEvent | undefined
}

export async function durablePart(log: TokenLog, id: string): Promise<DurablePart | undefined> {
  const written: WrittenToken[] = []
  let tokens = 0
  let done: DoneEvent | undefined
  for (let from = 0; ;) {
    const result = await log.read(id, from, { entries: 10_000, bytes: 4 * 1024 * 1024 })
    if (result.kind !== 'read') return undefined
    for (const entry of result.entries) {
      const event = knownEvent(entry)
      if (event?.t === 'token') {
        remember(written, event)
        tokens++
      }
      if (event?.t === 'done') done = event
    }
    from = result.next
    if (from === result.state.tail) return { written, tokens, done }
  }
}

/** A kind that a newer server wrote is passed over: it carries no text. */
function knownEvent(entry: Entry): ReplyEvent | undefined {
  return replyEventSchema.safeParse(JSON.parse(String(entry))).data
}

/** Token ids belong to their event; text without them is kept as one piece. */
function remember(written: WrittenToken[], { text, ids }: WrittenToken): void {
  const last = written.at(-1)
  if (ids === undefined && last !== undefined && last.ids === undefined) {
    written[written.length - 1] = { text: last.text + text }
  } else {
    written.push(ids === undefined ? { text } : { text, ids })
  }
}

type TokenEvent = Extract<ReplyEvent, { t: 'token' }>

function joined(first: TokenEvent, second: TokenEvent): TokenEvent {
  const text = first.text + second.text
  if (first.ids === undefined || second.ids === undefined) return { t: 'token', text }
  return { t: 'token', text, ids: [...first.ids, ...second.ids] }
}
