import type { Store } from '../store/store.ts'
import { Medians } from './medians.ts'
import { keepHour, keepTime, type Span } from './records.ts'

// What a crash takes of it is counted as not watched, which is true enough.
const mostOpenMs = 60_000

/** How long each component was in which state, and how long its probes took: written down once in a minute. */
export class Timekeeper {
  readonly #store: Store
  readonly #open = new Map<string, Span>()
  readonly #medians = new Medians()
  readonly #hours = new Map<string, { readonly hour: number; readonly medianMs: number }>()
  #writtenAt = 0

  constructor(store: Store) {
    this.#store = store
  }

  spent(id: string, span: Span): void {
    const open = this.#open.get(id)
    const goesOn = open !== undefined && open.as === span.as && open.until === span.from
    if (open !== undefined && !goesOn) keepTime(this.#store, id, open)
    this.#open.set(id, goesOn ? { ...open, until: span.until } : span)
  }

  took(id: string, probe: { readonly at: number; readonly tookMs: number }): void {
    this.#hours.set(id, this.#medians.add(id, probe))
  }

  /** Whether it was time to write all of it down. */
  write(at: number): boolean {
    if (Math.abs(at - this.#writtenAt) < mostOpenMs) return false
    this.#writtenAt = at
    this.writeNow()
    return true
  }

  writeNow(): void {
    for (const [id, span] of this.#open) keepTime(this.#store, id, span)
    for (const [id, hour] of this.#hours) keepHour(this.#store, id, hour)
    this.#open.clear()
    this.#hours.clear()
  }
}
