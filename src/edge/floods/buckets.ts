export interface BucketOptions {
  /** How many fit in, which is how many may come at once; as many come back in a minute. 0: no limit. */
  readonly perMinute: number
  /** How many keys are remembered. Beyond that whoever was here longest ago begins anew. */
  readonly mostKeys: number
}

const minuteMs = 60_000

/**
 * A bucket of tokens for each key. Instead of counting tokens and refilling them, each key has the time at which its bucket
 * is full again (GCRA, ITU-T I.371 annex A): one number, no timer, and full buckets need not be remembered at all.
 */
export class Buckets {
  readonly #everyMs: number
  readonly #mostKeys: number
  /** By key, whoever was here longest ago first. */
  readonly #fullAt = new Map<string, number>()

  constructor({ perMinute, mostKeys }: BucketOptions) {
    this.#everyMs = perMinute === 0 ? 0 : minuteMs / perMinute
    this.#mostKeys = mostKeys
  }

  /** Takes a token. 0: there was one; else how many milliseconds until there is one. */
  take(key: string, now: number): number {
    if (this.#everyMs === 0) return 0
    // A clock that was set back would otherwise leave somebody without tokens for as long.
    const fullAt = Math.min(Math.max(this.#fullAt.get(key) ?? 0, now), now + minuteMs)
    const waitMs = fullAt + this.#everyMs - minuteMs - now
    this.#remember(key, waitMs > 0 ? fullAt : fullAt + this.#everyMs)
    return Math.max(0, Math.ceil(waitMs))
  }

  get size(): number {
    return this.#fullAt.size
  }

  #remember(key: string, fullAt: number): void {
    this.#fullAt.delete(key)
    this.#fullAt.set(key, fullAt)
    if (this.#fullAt.size <= this.#mostKeys) return
    for (const oldest of this.#fullAt.keys()) return void this.#fullAt.delete(oldest)
  }
}
