import type { Readable } from 'node:stream'
import type { Cancel, Clock } from '#shared/clock.ts'
import { tooLarge, type Refusal } from '../floods/refusal.ts'

/** Slower than this no network is, and every sender that only wants to keep a connection busy. */
const fewestBytes = 500

export interface BodyRules {
  /** How much may come. 0: no limit. */
  readonly mostBytes: number
  /** In so much time at least some bytes must come. */
  readonly slowMs: number
}

/** Watches the body of a request on its way in, and says once what is wrong with it. */
export class BodyWatch {
  readonly #body: Readable
  readonly #rules: BodyRules
  readonly #onWrong: (refusal: Refusal) => void
  readonly #cancel: Cancel
  #bytes = 0
  #bytesBefore = 0

  /** To be made in the turn in which the body begins to flow, or its first bytes are not counted. */
  constructor(
    body: Readable,
    rules: BodyRules,
    means: { readonly clock: Clock; readonly onWrong: (refusal: Refusal) => void },
  ) {
    this.#body = body
    this.#rules = rules
    this.#onWrong = means.onWrong
    this.#cancel = means.clock.every(rules.slowMs, () => this.#look())
    body.on('data', this.#count)
    body.once('close', () => this.end())
    body.once('end', () => this.end())
  }

  end(): void {
    this.#cancel()
    this.#body.off('data', this.#count)
  }

  readonly #count = (part: Buffer): void => {
    this.#bytes += part.length
    const { mostBytes } = this.#rules
    if (mostBytes > 0 && this.#bytes > mostBytes) this.#wrong(tooLarge(mostBytes))
  }

  #look(): void {
    const came = this.#bytes - this.#bytesBefore
    this.#bytesBefore = this.#bytes
    // Held back: it is not the sender who is slow.
    if (this.#body.isPaused() || came >= fewestBytes) return
    const because = `${came} bytes of the body came in ${this.#rules.slowMs} ms`
    this.#wrong({ fault: 'request-too-slow', because, retryAfterMs: undefined })
  }

  #wrong(refusal: Refusal): void {
    this.end()
    this.#onWrong(refusal)
  }
}
