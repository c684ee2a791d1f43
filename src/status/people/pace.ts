/** How much of something is taken in an hour: from one, and from all together. */
export interface PaceLimits {
  readonly ofOne: number
  readonly ofAll: number
}

const hourMs = 3_600_000
const mostRemembered = 10_000

/** Keeps anybody from filling what is there for everybody. It counts by the hour and forgets with it. */
export class Pace {
  readonly #limits: PaceLimits
  #hour = -1
  #all = 0
  #of = new Map<string, number>()

  constructor(limits: PaceLimits) {
    this.#limits = limits
  }

  /** Whether one more is taken; then it counts. */
  take(mark: string, now: number): boolean {
    const hour = Math.floor(now / hourMs)
    if (hour !== this.#hour) [this.#hour, this.#all, this.#of] = [hour, 0, new Map()]
    const own = this.#of.get(mark) ?? 0
    const isTooMuch = own >= this.#limits.ofOne || this.#all >= this.#limits.ofAll
    if (isTooMuch || (own === 0 && this.#of.size >= mostRemembered)) return false
    this.#of.set(mark, own + 1)
    this.#all += 1
    return true
  }
}
