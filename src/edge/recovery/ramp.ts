import type { Pace } from './pace.ts'

/** Where a ramp begins. */
export interface Start {
  readonly atOnce: number
  /** Whether it doubles at first. Not where the origin has just shown that it has enough. */
  readonly isDoubling: boolean
}

export const afterOutage: Start = { atOnce: 4, isDoubling: true }
/** Of the edge itself: everybody whom the one before it served comes back at once. */
export const afterStart: Start = { atOnce: 16, isDoubling: true }

const fewest = 2
const most = 10_000
const tolerance = 3
const decrease = 0.7
const newShare = 0.1

export interface Sample {
  readonly like: string
  readonly tookMs: number
  /** Of the round in which it was let through. */
  readonly round: number
  /** Whether the limit held anybody back at that time. */
  readonly wasFull: boolean
}

/**
 * How much of an origin may be asked of at once. From little it doubles round by round until the origin shows that it has
 * enough, by its latency, by failing or by saying so; from there on one more each round, and a part less at each such sign.
 */
export class Ramp {
  readonly #pace: Pace
  #limit: number
  #isDoubling: boolean
  #round = 0
  #slowness: number[] = []
  #wasFull = false
  #usualMs: number | undefined

  constructor({ atOnce, isDoubling }: Start, pace: Pace) {
    this.#limit = Math.max(fewest, atOnce)
    this.#isDoubling = isDoubling
    this.#pace = pace
  }

  get limit(): number {
    return Math.floor(this.#limit)
  }

  /** How many it can carry in a second at this limit; undefined while nothing was answered. */
  get perSecond(): number | undefined {
    return this.#usualMs === undefined ? undefined : (this.limit * 1000) / Math.max(1, this.#usualMs)
  }

  /** How long an answer takes of late. */
  get usualMs(): number {
    return this.#usualMs ?? 0
  }

  /** What was let through before the limit changed says nothing about the time after it. */
  get round(): number {
    return this.#round
  }

  /** An answer. */
  note({ like, tookMs, round, wasFull }: Sample): void {
    this.#usualMs = this.#usualMs === undefined ? tookMs : this.#usualMs + (tookMs - this.#usualMs) * newShare
    if (round < this.#round) return
    this.#slowness.push(this.#pace.slownessOf(like, tookMs))
    this.#wasFull ||= wasFull
    if (this.#slowness.length >= this.limit) this.#endRound()
  }

  /** A failure, or an answer by which the origin says that it has too much. */
  noteTooMuch(round: number): void {
    if (round >= this.#round) this.#lower()
  }

  /** Nobody waited for the answer to its end. It would have taken this long at least. */
  noteLeft({ like, tookMs, round, wasFull }: Sample): void {
    if (round < this.#round || !this.#pace.isSlower(like, tookMs)) return
    this.note({ like, tookMs, round, wasFull })
  }

  #endRound(): void {
    if (middleOf(this.#slowness) > tolerance) this.#lower()
    else this.#raise()
  }

  #raise(): void {
    // A limit that nobody met has proved nothing.
    if (this.#wasFull) this.#change(Math.min(most, this.#isDoubling ? this.#limit * 2 : this.#limit + 1))
    else this.#beginRound()
  }

  #lower(): void {
    this.#isDoubling = false
    // With so few at once nobody waits for anybody: that is simply its pace now.
    if (this.limit <= fewest) this.#pace.forget()
    this.#change(Math.max(fewest, this.#limit * decrease))
  }

  #change(limit: number): void {
    this.#limit = limit
    this.#round += 1
    this.#beginRound()
  }

  #beginRound(): void {
    this.#slowness = []
    this.#wasFull = false
  }
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 1
}
