import type { Cancel } from '#shared/clock.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Means } from '../means.ts'
import type { ReaderEvent } from './states.ts'

/** What must come within a time, or the connection is given up. */
export interface Patience {
  readonly ms: number
  /** What it means if nothing comes. */
  readonly orElse: ReaderEvent
}

// What has spoken so lately is not given up at once because the page was looked at again.
const freshMs = 2_000
// A connection that is in doubt has this long to speak. It is short: after a change of network nothing comes any more.
const proofMs = 400
// What came just after the doubt may have been on its way inside this machine already; this much later it is a proof.
const aliveMs = 300

/** One request for a log, and the watch over its silence. */
export class Connection {
  readonly #means: Means
  readonly #abort = new AbortController()
  #endedBy: ReaderEvent | null = null
  #heardAt: number
  #stopWatch: Cancel = () => undefined
  #stopProof: Cancel = () => undefined

  constructor(means: Means) {
    this.#means = means
    this.#heardAt = means.clock.now()
  }

  /** Why we ended it ourselves; null while we did not. */
  get endedBy(): ReaderEvent | null {
    return this.#endedBy
  }

  /** The head of the answer, or why there is none. */
  async ask(path: string, patience: Patience): Promise<Outcome<Response, string>> {
    this.#watch(patience)
    try {
      const response = await this.#means.fetch(path, { signal: this.#abort.signal, cache: 'no-store' })
      this.#heard(patience)
      return ok(response)
    } catch (error) {
      this.#rest()
      return fail(String(error))
    }
  }

  /**
   * The text of the answer as it comes. Every piece, a heartbeat too, shows that the connection lives; `first` is what
   * the first one is waited for, and `later` all others.
   */
  async *pieces({ body }: Response, first: Patience, later: Patience): AsyncGenerator<string> {
    if (body === null) return this.#rest()
    this.#watch(first)
    const reader = body.pipeThrough(new TextDecoderStream()).getReader()
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      this.#heard(later)
      yield piece.value
    }
    this.#rest()
  }

  /** Something happened that may have ended it without a word: another network, or a sleep. It stays if it speaks. */
  doubt(): void {
    if (!this.#hasSpokenWithin(freshMs)) return this.end('woke')
    this.#stopProof()
    this.#stopProof = this.#means.clock.after(proofMs, () => {
      if (!this.#hasSpokenWithin(aliveMs)) this.end('woke')
    })
  }

  end(why: ReaderEvent): void {
    this.#rest()
    if (this.#endedBy !== null) return
    this.#endedBy = why
    this.#abort.abort()
  }

  #heard(patience: Patience): void {
    this.#heardAt = this.#means.clock.now()
    this.#watch(patience)
  }

  #watch({ ms, orElse }: Patience): void {
    this.#stopWatch()
    if (this.#endedBy === null) this.#stopWatch = this.#means.clock.after(ms, () => this.end(orElse))
  }

  #rest(): void {
    this.#stopWatch()
    this.#stopProof()
  }

  // The clock may have been set back since.
  #hasSpokenWithin(ms: number): boolean {
    return Math.abs(this.#means.clock.now() - this.#heardAt) <= ms
  }
}
