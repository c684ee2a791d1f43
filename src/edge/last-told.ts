const freshForMs = 10_000

/**
 * What the status process has told last, which an edge that was just started cannot know. It is asked while all is well,
 * for it may be gone too when it is needed; then the last copy counts, with its age.
 */
export class LastTold<T> {
  readonly #ask: () => Promise<T | undefined>
  readonly #now: () => number
  #latest: T | undefined
  #askedAt = Number.NEGATIVE_INFINITY

  constructor(ask: () => Promise<T | undefined>, now: () => number) {
    this.#ask = ask
    this.#now = now
  }

  get latest(): T | undefined {
    return this.#latest
  }

  /** Asks anew, unless that was just done. Whoever needs it now takes the copy that is there. */
  async renew(): Promise<void> {
    if (this.#now() - this.#askedAt < freshForMs) return
    this.#askedAt = this.#now()
    this.#latest = (await this.#ask()) ?? this.#latest
  }
}
