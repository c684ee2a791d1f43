import type { Upstream } from './route.ts'

/** Since when each process behind the edge has been failing, as far as this edge has noticed. */
export class Outages {
  readonly #since = new Map<Upstream, number>()

  noteFailure(of: Upstream, now: number): void {
    if (!this.#since.has(of)) this.#since.set(of, now)
  }

  noteAnswer(of: Upstream): void {
    this.#since.delete(of)
  }

  lastedMs(of: Upstream, now: number): number {
    return now - (this.#since.get(of) ?? now)
  }
}
