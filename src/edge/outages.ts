import type { FaultId } from '#protocol/faults.ts'
import type { Upstream } from './route.ts'

/** How long faults have lasted here before: what was measured, by whom, and until when. */
export interface Lasted {
  readonly by: 'this edge' | 'the status page'
  /** Faults of this very kind, or whatever kept the server away. */
  readonly of: 'this kind' | 'any kind'
  /** Since when they have been watched. */
  readonly since: number
  /** When this was known. */
  readonly asOf: number
  readonly durationsMs: readonly number[]
}

interface Outage {
  readonly of: Upstream
  readonly fault: FaultId
  readonly from: number
}

// Enough for a range; an edge that flaps for days must not gather them for ever.
const mostKept = 200

/** What this edge has noticed of the processes behind it: which are failing, since when, and how long it took before. */
export class Outages {
  readonly #watchedSince: number
  readonly #running = new Map<Upstream, Outage>()
  #over: readonly (Outage & { readonly tookMs: number })[] = []

  constructor(now: number) {
    this.#watchedSince = now
  }

  noteFailure(of: Upstream, fault: FaultId, now: number): void {
    if (!this.#running.has(of)) this.#running.set(of, { of, fault, from: now })
  }

  noteAnswer(of: Upstream, now: number): void {
    const outage = this.#running.get(of)
    if (outage === undefined) return
    this.#running.delete(of)
    this.#over = [...this.#over, { ...outage, tookMs: now - outage.from }].slice(-mostKept)
  }

  lastedMs(of: Upstream, now: number): number {
    return now - (this.#running.get(of)?.from ?? now)
  }

  /** How long outages that began with this fault have lasted. */
  before(of: Upstream, fault: FaultId, now: number): Lasted {
    const alike = this.#over.filter((outage) => outage.of === of && outage.fault === fault)
    const durationsMs = alike.map(({ tookMs }) => tookMs)
    return { by: 'this edge', of: 'this kind', since: this.#watchedSince, asOf: now, durationsMs }
  }
}
