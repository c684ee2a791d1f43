import type { Cancel, Clock } from '#shared/clock.ts'
import { Crowding } from './crowding.ts'
import { Held, type Release } from './held.ts'
import type { Standing } from './line.ts'
import { Pace } from './pace.ts'
import { Ramp, type Sample, type Start } from './ramp.ts'

/** With nobody waiting for so long, the origin carries what comes. */
const calmMs = 10_000
const paceAgesMs = 60_000

/** How many may be at the origin at once, who is, and who waits here for the next turn. */
export class Slots {
  readonly #pace = new Pace()
  readonly #crowding = new Crowding()
  readonly #held = new Held()
  readonly #clock: Pick<Clock, 'after'>
  readonly #now: () => number
  /** Undefined while the origin carries what comes. */
  #ramp: Ramp | undefined
  #taken = 0
  #pressedAt: number
  #agedAt: number

  constructor(clock: Pick<Clock, 'after'>, now: () => number) {
    this.#clock = clock
    this.#now = now
    this.#pressedAt = now()
    this.#agedAt = now()
  }

  /** Undefined where there is none. */
  get limit(): number | undefined {
    return this.#ramp?.limit
  }

  /** Whether one more may go, with nobody held before. */
  get isFree(): boolean {
    return this.#held.count === 0 && this.#hasRoom
  }

  get #hasRoom(): boolean {
    return this.#taken < (this.#ramp?.limit ?? Infinity)
  }

  /** How many the origin can carry in a second; undefined while that is not known. */
  get perSecond(): number | undefined {
    return this.#ramp?.perSecond
  }

  begin(start: Start): void {
    this.#pressedAt = this.#now()
    this.#ramp = new Ramp(start, this.#pace)
    this.#passOn()
  }

  /** Whether the origin carries what comes. `isAnybodyWaiting`: also somewhere else than here. */
  isCalm(isAnybodyWaiting: boolean): boolean {
    if (this.#ramp === undefined) return true
    if (isAnybodyWaiting || this.#held.count > 0 || !this.#hasRoom) this.notePressed()
    if (this.#now() - this.#pressedAt < calmMs) return false
    this.#ramp = undefined
    return true
  }

  /** Somebody could not go at once. */
  notePressed(): void {
    this.#pressedAt = this.#now()
  }

  /** What is remembered of a request that goes now. */
  mark(): Pick<Sample, 'round' | 'wasFull'> {
    return { round: this.#ramp?.round ?? 0, wasFull: !this.#hasRoom }
  }

  /** Somebody left before there was an answer. The origin seldom notices that, and works on for about this long. */
  left(sample: Sample): number {
    this.#ramp?.noteLeft(sample)
    return this.#ramp?.usualMs ?? 0
  }

  take(): void {
    this.#taken += 1
  }

  giveBack(): void {
    this.#taken -= 1
    this.#passOn()
  }

  /** Waits for a turn, for so long. A turn has its slot taken already. */
  hold(standing: Standing, ms: number, signal: AbortSignal | undefined): Promise<Release> {
    const after = (run: () => void): Cancel => this.#clock.after(ms, run)
    return this.#held.hold(standing, after, signal)
  }

  releaseAll(): void {
    this.#held.releaseAll()
  }

  /** An answer; `atOnce`: how many were asked for at that time. */
  answered(sample: Sample, atOnce: number): void {
    if (this.#ramp !== undefined) {
      this.#ramp.note(sample)
      this.#passOn()
      return
    }
    this.#agePace()
    const slowness = this.#pace.slownessOf(sample.like, sample.tookMs)
    if (this.#crowding.note(slowness, atOnce)) this.begin({ atOnce: atOnce / 2, isDoubling: false })
  }

  tooMuch({ round }: Pick<Sample, 'round'>): void {
    this.#ramp?.noteTooMuch(round)
  }

  #passOn(): void {
    while (this.#hasRoom && this.#held.releaseFirst()) this.#taken += 1
  }

  #agePace(): void {
    if (this.#now() - this.#agedAt < paceAgesMs) return
    this.#agedAt = this.#now()
    this.#pace.age()
  }
}
