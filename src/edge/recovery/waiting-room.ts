import type { Chance, Clock } from '#shared/clock.ts'
import type { Waits } from './gate.ts'
import { Line, ranks, type Rank, type Standing } from './line.ts'
import { placeCookie, placeIn } from './place-cookie.ts'
import { unprovenPlace, type PlaceSeal } from './place-seal.ts'
import { absenceMs, visitMs, Visitors, type Visitor } from './visitors.ts'

/** A line without end would promise what nobody can keep. */
const mostWaiting = 20_000
const soonestMs = 1000
const longestRetryMs = 20_000
/** So much later than told somebody may come and still be counted. */
const graceMs = 10_000
const sweepMs = 1000
/** So long an edge that has just started goes by the numbers that visitors were told before. */
const learningMs = 30_000

export interface RoomMeans {
  readonly clock: Pick<Clock, 'now' | 'after'>
  readonly chance: Chance
  readonly makeId: () => string
  readonly seal: PlaceSeal
  /** Whether visitors come over TLS. */
  readonly isSecure: boolean
}

export interface Turnless extends Standing {
  readonly visitor: Visitor
  /** 1 is next. */
  readonly place: number
  readonly etaMs: number | undefined
}

/** Who waits, where, and for how long still. */
export class WaitingRoom {
  readonly #means: RoomMeans
  readonly #now: () => number
  readonly #visitors: Visitors
  readonly #line = new Line()
  readonly #startedAt: number
  #sweptAt: number
  /** How many have had their turn. */
  #gone = 0

  /** `now` is a time that never leaps. */
  constructor(means: RoomMeans, now: () => number) {
    this.#means = means
    this.#now = now
    this.#startedAt = now()
    this.#sweptAt = now()
    const isWaiting = (id: string): boolean => Object.values(ranks).some((rank) => this.#line.has(standingId(rank, id)))
    this.#visitors = new Visitors({ ...means, now: means.clock.now, isWaiting })
  }

  /** How many wait who have been here lately. */
  get length(): number {
    const now = this.#now()
    if (now - this.#sweptAt >= sweepMs) {
      this.#sweptAt = now
      this.#line.dropAbsent(now)
    }
    return this.#line.length
  }

  visitorOf(cookie: string | undefined): Promise<Visitor> {
    return this.#visitors.of(cookie)
  }

  /** Where somebody stands who has no turn yet, with so many going in a second. */
  stand(visitor: Visitor, rank: Rank, perSecond: number | undefined): Turnless {
    const id = standingId(rank, visitor.id)
    const since = visitor.since === 0 ? this.#visitors.newSince() : visitor.since
    const known = this.#line.placeOf({ id, rank, since })
    const place = Math.max(known, this.#told(visitor))
    return { id, rank, since, visitor, place, etaMs: perSecond === undefined ? undefined : (place / perSecond) * 1000 }
  }

  isFullFor({ id }: Standing): boolean {
    return this.length >= mostWaiting && !this.#line.has(id)
  }

  /** Counts somebody who waits, for so long. */
  count(standing: Standing, forMs: number): void {
    this.#line.stand({ id: standing.id, rank: standing.rank, since: standing.since }, this.#now() + forMs + graceMs)
  }

  /** What somebody is told who has to come again. */
  async tell(turnless: Turnless): Promise<Waits> {
    const { visitor, since, place, etaMs } = turnless
    const retryAfterMs = this.#retryAfterMs(etaMs)
    this.count(turnless, retryAfterMs)
    const { id, isInside } = visitor
    const text = await this.#visitors.write({ id, isInside, since, told: place })
    return { kind: 'wait', place, etaMs, retryAfterMs, cookie: this.#cookie(text, isInside ? visitMs : absenceMs) }
  }

  /** Somebody's turn has come. */
  goes({ id, visitor }: Turnless): void {
    this.#line.leave(id)
    this.#visitors.useUp(visitor.id)
    this.#gone += 1
  }

  /** What somebody gets who has been let in; undefined if they have it already. */
  async welcome({ id, isInside, since, seenAt }: Visitor): Promise<string | undefined> {
    const isYoung = Math.abs(this.#means.clock.now() - seenAt) < visitMs / 2
    if (isInside && since === 0 && isYoung) return undefined
    const text = await this.#visitors.write({ id, isInside: true, since: 0, told: 0 })
    return this.#cookie(text, visitMs)
  }

  /** The same while nobody waits. Nothing depends on who it is, so what seems to be right is not proven. */
  async welcomeInCalm(cookie: string | undefined): Promise<string | undefined> {
    const place = unprovenPlace(placeIn(cookie) ?? '')
    const isYoung = place !== undefined && Math.abs(this.#means.clock.now() - place.seenAt) < visitMs / 2
    return isYoung && place.isInside ? undefined : this.welcome(await this.#visitors.of(cookie))
  }

  /**
   * Who was told a number by the edge before this one does not go before those who stand between, only because they have not
   * been here yet.
   */
  #told({ told }: Visitor): number {
    return this.#now() - this.#startedAt < learningMs ? told - this.#gone : 0
  }

  /** Near the time of the turn, and each at a time of their own. */
  #retryAfterMs(etaMs: number | undefined): number {
    const near = Math.min(longestRetryMs, Math.max(soonestMs, (etaMs ?? 2 * soonestMs) / 2))
    return Math.round(near * (0.8 + 0.4 * this.#means.chance()))
  }

  #cookie(place: string, keptForMs: number): string {
    return placeCookie(place, { keptForMs, isSecure: this.#means.isSecure })
  }
}

/** One who reads a reply and asks for something else stands for both. */
function standingId(rank: Rank, visitorId: string): string {
  return `${rank} ${visitorId}`
}
