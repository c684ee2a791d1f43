import type { OutageHistory } from '#protocol/outages.ts'

const freshForMs = 10_000

/**
 * What the status process has measured of outages, which an edge that was just started cannot know. It is asked while all is well,
 * for it may be gone too when it is needed; then the last copy counts, with its age.
 */
export class StatusHistory {
  readonly #ask: () => Promise<OutageHistory | undefined>
  readonly #now: () => number
  #latest: OutageHistory | undefined
  #askedAt = Number.NEGATIVE_INFINITY

  constructor(ask: () => Promise<OutageHistory | undefined>, now: () => number) {
    this.#ask = ask
    this.#now = now
  }

  get latest(): OutageHistory | undefined {
    return this.#latest
  }

  /** Asks anew, unless that was just done. Whoever needs it now takes the copy that is there. */
  async renew(): Promise<void> {
    if (this.#now() - this.#askedAt < freshForMs) return
    this.#askedAt = this.#now()
    this.#latest = (await this.#ask()) ?? this.#latest
  }
}
