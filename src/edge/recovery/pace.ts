// Below this a difference is the machine's noise.
const noiseMs = 20
const mostKinds = 500

/**
 * How slow an origin is now against the best that it has shown: 1 is as good as ever. Each kind of request is compared with its
 * own best, so that dear requests among cheap ones are no sign of trouble.
 */
export class Pace {
  #best = new Map<string, number>()
  #older = new Map<string, number>()

  /** Whether it is slower than the best, which is left as it was. */
  isSlower(like: string, tookMs: number): boolean {
    return tookMs > Math.min(this.#best.get(like) ?? Infinity, this.#older.get(like) ?? Infinity)
  }

  slownessOf(like: string, tookMs: number): number {
    const best = Math.min(tookMs, this.#best.get(like) ?? Infinity, this.#older.get(like) ?? Infinity)
    if (this.#best.size < mostKinds || this.#best.has(like)) this.#best.set(like, best)
    return (tookMs + noiseMs) / (best + noiseMs)
  }

  /** What was the best twice before this is forgotten. Only for quiet times: in others it would get used to the crowd. */
  age(): void {
    this.#older = this.#best
    this.#best = new Map()
  }

  forget(): void {
    this.#older = new Map()
    this.#best = new Map()
  }
}
