import type { Client } from '../client/client.ts'
import type { Asking } from '../recovery/gate.ts'
import { placeIn } from '../recovery/place-cookie.ts'
import type { PlaceSeal } from '../recovery/place-seal.ts'
import { visitMs } from '../recovery/visitors.ts'
import type { Buckets } from './buckets.ts'
import { Pace } from './pace.ts'
import type { Passes } from './passes.ts'
import type { Sum, Sums } from './sums.ts'

/** What a newcomer is told who has to wait, or to have a sum done. */
export interface ProofWanted {
  readonly sum: Sum
  /** How long waiting takes, for whoever does no sum. */
  readonly retryAfterMs: number
  /** For the visitor to keep: since when they wait. */
  readonly cookie: string
  /** What was measured. */
  readonly because: string
}

export interface NewcomerMeans {
  readonly now: () => number
  /** How many newcomers in a second are let in as they come. 0: any number. */
  readonly proofAbove: number
  readonly seal: PlaceSeal
  readonly passes: Passes
  readonly sums: Sums
  /** What each of those inside may send meanwhile: a place that many share is worth that of one. */
  readonly ofOneInside: Buckets
}

/** So long whoever does no sum waits once: long for a program that needs thousands of passes, short for a person. */
const patienceMs = 30_000

export type Asks = Pick<Asking, 'kind' | 'cookie'> & { readonly client: Pick<Client, 'key'> }

/**
 * While far more newcomers come than people would be, they show by a sum or by waiting that they are not a flood from very
 * many addresses, against which limits for each do nothing. Who is inside, or reads a running reply, is never asked.
 */
export class Newcomers {
  readonly #means: NewcomerMeans
  readonly #all = new Pace()
  readonly #newcomers = new Pace()

  constructor(means: NewcomerMeans) {
    this.#means = means
  }

  /** Counts a request. Undefined: it may go on. */
  async wantedOf({ kind, cookie, client: { key } }: Asks): Promise<ProofWanted | undefined> {
    const { now, proofAbove } = this.#means
    if (proofAbove === 0) return undefined
    this.#all.note(now())
    // As long as there are few of any kind, nobody's cookies need be proven.
    if (this.#all.perSecond(now()) <= proofAbove || kind !== 'visit') return undefined
    if (await this.#isInside(cookie)) return undefined
    const goodFrom = await this.#means.passes.read(cookie, key)
    if (goodFrom !== undefined && goodFrom <= now()) return undefined
    this.#newcomers.note(now())
    return this.#isFlood() ? this.#wanted(key, goodFrom) : undefined
  }

  /** Whether somebody who has waited, or has nothing to wait for any more, may come now. */
  async look({ cookie, client: { key } }: Asks): Promise<ProofWanted | undefined> {
    const goodFrom = await this.#means.passes.read(cookie, key)
    const isGood = goodFrom !== undefined && goodFrom <= this.#means.now()
    return isGood || !this.#isFlood() ? undefined : this.#wanted(key, goodFrom)
  }

  /** The pass for the solution of a sum, as a `Set-Cookie`; undefined: it is none. */
  async passFor(solution: string, { key }: Pick<Client, 'key'>): Promise<string | undefined> {
    const { sums, passes, now } = this.#means
    return (await sums.isSolved(solution, key)) ? passes.write(now(), key) : undefined
  }

  #isFlood(): boolean {
    const { now, proofAbove } = this.#means
    return proofAbove > 0 && this.#newcomers.perSecond(now()) > proofAbove
  }

  async #isInside(cookie: string | undefined): Promise<boolean> {
    const { seal, now, ofOneInside } = this.#means
    const place = await seal.open(placeIn(cookie) ?? '')
    if (place === undefined || !place.isInside || Math.abs(now() - place.seenAt) > visitMs) return false
    return ofOneInside.take(place.id, now()) === 0
  }

  async #wanted(key: string, waitsUntil: number | undefined): Promise<ProofWanted> {
    const { now, passes, sums, proofAbove } = this.#means
    const goodFrom = waitsUntil ?? now() + patienceMs
    const perSecond = Math.round(this.#newcomers.perSecond(now()))
    return {
      sum: await sums.make(key),
      retryAfterMs: Math.max(1, goodFrom - now()),
      cookie: await passes.write(goodFrom, key),
      because: `${perSecond} newcomers come in a second, and up to ${proofAbove} are let in as they come`,
    }
  }
}
