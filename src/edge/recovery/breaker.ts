import type { FaultId } from '#protocol/faults.ts'
import type { Chance } from '#shared/clock.ts'

// One failure may be chance, and the exchange has tried twice by then. Three in a row with no answer between are none.
const inARow = 3
// Where answers come in between: half of what was asked lately, and enough of it to be a share of something.
const shareOfRecent = 0.5
const fewestRecent = 20
const recentMs = 5000
// One connection now and then costs an origin nothing, and a restarted one is noticed at once.
const probeEveryMs = 250
// An origin that takes the question and is silent must not keep a better one from being asked.
const probePatienceMs = 2000

/** Faults that say something of one request, or of the edge, and nothing of the origin. */
const sayNothing: ReadonlySet<FaultId> = new Set(['origin-headers-too-large', 'edge-refused-here', 'server-draining'])

export interface Opened {
  readonly fault: FaultId
  readonly since: number
  readonly failures: number
}

/**
 * Keeps requests from an origin that does not answer. Open, it lets one through at a time: when that is answered, it closes.
 */
export class Breaker {
  readonly #chance: Chance
  #failuresInARow = 0
  #recent = { from: 0, answered: 0, failed: 0 }
  #open: Opened | undefined
  #nextProbeAt = 0

  constructor(chance: Chance) {
    this.#chance = chance
  }

  get opened(): Opened | undefined {
    return this.#open
  }

  /** Whether this request is the one that tries an origin which does not answer. */
  takeProbe(now: number): boolean {
    // A clock that was set back must not leave nobody to try.
    const isDue = now >= this.#nextProbeAt || this.#nextProbeAt - now > probePatienceMs
    if (isDue) this.#nextProbeAt = now + probePatienceMs
    return isDue
  }

  /** True if the origin is back by this answer. */
  answered(now: number): boolean {
    this.#count(now).answered += 1
    this.#failuresInARow = 0
    const isBack = this.#open !== undefined
    if (isBack) this.#recent = { from: now, answered: 1, failed: 0 }
    this.#open = undefined
    return isBack
  }

  /** True if it opens by this failure. */
  failed(fault: FaultId, now: number): boolean {
    if (sayNothing.has(fault)) {
      this.probeCameToNothing(now)
      return false
    }
    this.#count(now).failed += 1
    this.#failuresInARow += 1
    const opens = this.#open === undefined && this.#isEnough()
    if (this.#open !== undefined) this.#open = { ...this.#open, fault, failures: this.#open.failures + 1 }
    else if (opens) this.#open = { fault, since: now, failures: this.#failuresInARow }
    this.probeCameToNothing(now)
    return opens
  }

  /** The next may try soon. */
  probeCameToNothing(now: number): void {
    this.#nextProbeAt = now + probeEveryMs * (1 + this.#chance())
  }

  #isEnough(): boolean {
    const { answered, failed } = this.#recent
    const all = answered + failed
    return this.#failuresInARow >= inARow || (all >= fewestRecent && failed >= all * shareOfRecent)
  }

  #count(now: number): { answered: number; failed: number } {
    if (Math.abs(now - this.#recent.from) > recentMs) this.#recent = { from: now, answered: 0, failed: 0 }
    return this.#recent
  }
}
