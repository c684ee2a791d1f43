import { ranks, type Rank } from './line.ts'
import { placeIn } from './place-cookie.ts'
import type { Place, PlaceSeal } from './place-seal.ts'

/** How long somebody counts as inside after they were last seen. */
export const visitMs: number = 30 * 60_000
/** How long a place is kept for somebody who stays away. */
export const absenceMs: number = 5 * 60_000
const mostRemembered = 50_000

/** Who asks, as far as it is proven. */
export interface Visitor {
  readonly id: string
  readonly isInside: boolean
  /** Since when they wait; 0: they do not, or not by a place that still counts. */
  readonly since: number
  readonly told: number
  readonly seenAt: number
}

export interface VisitorsMeans {
  readonly seal: PlaceSeal
  readonly now: () => number
  readonly makeId: () => string
  /** Whether somebody is known to wait here. Then it does not matter what a clock says that was set meanwhile. */
  readonly isWaiting: (id: string) => boolean
}

/** Knows visitors by the places that they bring, and sees to it that a place is used once. */
export class Visitors {
  readonly #means: VisitorsMeans
  /** Up to which waiting time the places of those who had their turn are used up. */
  readonly #usedUp = new Map<string, number>()
  #latest = 0

  constructor(means: VisitorsMeans) {
    this.#means = means
  }

  async of(cookie: string | undefined): Promise<Visitor> {
    const text = placeIn(cookie)
    const place = text === undefined ? undefined : await this.#means.seal.open(text)
    return place === undefined ? this.stranger() : this.#known(place)
  }

  stranger(): Visitor {
    return { id: this.#means.makeId(), isInside: false, since: 0, told: 0, seenAt: 0 }
  }

  /**
   * The time from which a new one waits: behind everybody whom this edge has seen, also when the clock was set back, or when
   * another edge's clock is ahead of this one.
   */
  newSince(): number {
    this.#latest = Math.max(this.#means.now(), this.#latest + 1)
    return this.#latest
  }

  /** They had their turn: their place counts no more, however often it is shown. */
  useUp(id: string): void {
    this.#usedUp.delete(id)
    this.#usedUp.set(id, this.#latest)
    if (this.#usedUp.size > mostRemembered)
      for (const oldest of this.#usedUp.keys()) return void this.#usedUp.delete(oldest)
  }

  write(place: Omit<Place, 'seenAt'>): Promise<string> {
    return this.#means.seal.seal({ ...place, seenAt: this.#means.now() })
  }

  #known({ id, isInside, since, told, seenAt }: Place): Visitor {
    const awayMs = Math.abs(this.#means.now() - seenAt)
    this.#latest = Math.max(this.#latest, since)
    const isUsedUp = since <= (this.#usedUp.get(id) ?? 0)
    const isKept = !isUsedUp && (awayMs <= absenceMs || this.#means.isWaiting(id))
    return {
      id,
      isInside: isInside && awayMs <= visitMs,
      since: isKept ? since : 0,
      told: isKept ? told : 0,
      seenAt,
    }
  }
}

export function rankOf({ isInside }: Pick<Visitor, 'isInside'>, isReading: boolean): Rank {
  // Anybody can ask for the address of a reply. Who has not been let in does not jump the line by it.
  if (!isInside) return ranks.newcomer
  return isReading ? ranks.reading : ranks.inside
}
