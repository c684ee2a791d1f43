import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { PickedHere } from '#story/generator.ts'
import type { Cancel, Chance, Clock } from '#shared/clock.ts'
import type { Shelf } from '../means.ts'
import type { RollOrder } from './roll-order.ts'
import type { Rolled, Roller } from './roller.ts'

export interface RollingMeans {
  readonly clock: Clock
  readonly chance: Chance
  readonly roller: Roller
  readonly source: ReadonlySignal<string>
  readonly files: ReadonlySignal<Readonly<Record<string, string>>>
  /** Where a seed that is to stay is kept; without it every seed is a new one. */
  readonly shelf?: Shelf
}

/** Where the seed is kept that is to stay. */
export const seedKey = 'holdfast:generator-seed'
/** Nobody wants to see what half a word gives. */
const pauseMs = 250

/** The results beside a generator, rolled anew whenever it or what is asked of it changes. */
export class Rolling {
  readonly seed: Signal<string>
  readonly isSeedKept: Signal<boolean>
  readonly count: Signal<number> = signal(1)
  /** What to roll; empty for what the generator gives by itself. */
  readonly call: Signal<string> = signal('')
  /** What came out last; null before that. */
  readonly rolled: Signal<Rolled | null> = signal<Rolled | null>(null)
  readonly isRolling: Signal<boolean> = signal(false)
  readonly #means: RollingMeans
  readonly #order: ReadonlySignal<RollOrder>
  #asked: RollOrder | null = null

  constructor(means: RollingMeans) {
    const kept = means.shelf?.get(seedKey) ?? null
    this.#means = means
    this.seed = signal(kept ?? newSeed(means.chance))
    this.isSeedKept = signal(kept !== null)
    this.#order = computed(() => ({
      source: means.source.value,
      files: means.source.value.includes('import:') ? means.files.value : {},
      seed: this.seed.value,
      count: this.count.value,
      call: this.call.value === '' ? undefined : this.call.value,
    }))
  }

  /** Rolls at once, and from then on at every pause, until it is ended. */
  start(): Cancel {
    let cancel: Cancel = () => undefined
    const stop = effect(() => {
      void this.#order.value
      cancel()
      cancel = this.#means.clock.after(this.#asked === null ? 0 : pauseMs, () => void this.#roll())
    })
    return () => {
      cancel()
      stop()
    }
  }

  /** Other results, unless the seed is to stay. */
  again(): void {
    if (!this.isSeedKept.peek()) this.seed.value = newSeed(this.#means.chance)
    this.#asked = null
    void this.#roll()
  }

  /** What was picked on the way to one of the results in sight; nothing when that cannot be found out any more. */
  async why(index: number): Promise<readonly PickedHere[]> {
    if (this.#asked === null) return []
    const answer = await this.#means.roller.ask({ ...this.#asked, why: index })
    return typeof answer === 'string' ? [] : answer.picks
  }

  /** Whoever writes a seed wants this one: it stays, also when the page is gone. */
  takeSeed(seed: string): void {
    this.seed.value = seed
    this.keepSeed(true)
  }

  keepSeed(isKept: boolean): void {
    this.isSeedKept.value = isKept
    this.#keepSeed()
  }

  #keepSeed(): void {
    if (this.isSeedKept.peek()) this.#means.shelf?.put(seedKey, this.seed.peek())
    else this.#means.shelf?.remove(seedKey)
  }

  async #roll(): Promise<void> {
    // Whatever changes while one is under way is rolled after it.
    if (this.isRolling.peek()) return
    this.isRolling.value = true
    while (this.#asked !== this.#order.peek()) {
      this.#asked = this.#order.peek()
      this.rolled.value = await this.#means.roller.ask(this.#asked)
    }
    this.isRolling.value = false
  }
}

/** Short enough to be read out, and one of two billion. */
export function newSeed(chance: Chance): string {
  return Array.from({ length: 6 }, () => Math.floor(chance() * 36).toString(36)).join('')
}
