import { shareOf } from './noting.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import type { Odds } from './template.ts'
import type { Value } from './value.ts'

/** The odds of a few things, made ready for being drawn from again and again. */
export class Weights {
  readonly #odds: readonly Odds[]
  readonly #areEven: boolean
  readonly #sums: Float64Array | undefined

  constructor(odds: readonly Odds[]) {
    this.#odds = odds
    this.#areEven = odds.every((one) => one === 1)
    const still = odds.filter((one) => typeof one === 'number')
    if (!this.#areEven && still.length === odds.length) this.#sums = runningSums(still)
  }

  /** The place of the one that is drawn; -1 when there is none that could be. */
  draw(run: Run, self: Value, scope: Scope | undefined): number {
    run.step()
    if (this.#areEven) return this.#odds.length === 0 ? -1 : run.random.below(this.#odds.length)
    return drawFrom(run, this.#sums ?? runningSums(this.now(run, self, scope)))
  }

  /** The very same draw, for whoever also wants to know how likely it was. */
  drawTold(run: Run, self: Value, scope: Scope | undefined): Drawn {
    if (this.#areEven) return { place: this.draw(run, self, scope), share: 1 / this.#odds.length }
    run.step()
    const odds = this.now(run, self, scope)
    const place = drawFrom(run, runningSums(odds))
    return { place, share: shareOf(odds, place) }
  }

  /** What each counts at this moment. */
  now(run: Run, self: Value, scope: Scope | undefined): readonly number[] {
    run.charge(this.#odds.length)
    return this.#odds.map((one) => (typeof one === 'number' ? one : one(run, self, scope)))
  }
}

export interface Drawn {
  readonly place: number
  /** From 0 to 1. */
  readonly share: number
}

/** Draws from odds that stand in no list. */
export function drawByOdds(run: Run, odds: readonly number[]): number {
  run.charge(odds.length)
  if (odds.every((one) => one === 1)) return odds.length === 0 ? -1 : run.random.below(odds.length)
  return drawFrom(run, runningSums(odds))
}

function runningSums(odds: readonly number[]): Float64Array {
  const sums = new Float64Array(odds.length)
  let sum = 0
  for (let place = 0; place < odds.length; place++) sums[place] = sum += odds[place] ?? 0
  return sums
}

function drawFrom(run: Run, sums: Float64Array): number {
  const total = sums[sums.length - 1] ?? 0
  if (total === 0) return -1
  const drawn = run.random.next() * total
  let low = 0
  let high = sums.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (drawn < (sums[middle] ?? 0)) high = middle
    else low = middle + 1
  }
  return low
}
