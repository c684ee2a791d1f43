import { windowsMin, type WindowMin } from './scan.ts'

const minuteMs = 60_000
/** So long the same person counts once in the windows. */
const onceMs = 15 * minuteMs
/** So long they count once in what is added up. */
const samePersonMs = 6 * 60 * minuteMs
/** More than an alarm ever needs, and little memory. */
const mostRemembered = 10_000

/** `new`: counts in everything. `again`: in the windows, not in what is added up. `same`: not at all. */
export type Counted = 'new' | 'again' | 'same'

/** Who has reported one component lately, by a mark that says nothing of who they are. */
export class People {
  /** When each reported last, the longest ago first. */
  readonly #last = new Map<string, number>()

  add(mark: string, now: number): Counted {
    const before = this.#last.get(mark)
    const agoMs = before === undefined ? Infinity : now - before
    // A clock that was set back must not keep anybody silent until it has caught up.
    if (agoMs >= 0 && agoMs < onceMs) return 'same'
    this.#last.delete(mark)
    this.#last.set(mark, now)
    if (this.#last.size > mostRemembered) this.#forgetFirst()
    return agoMs >= 0 && agoMs < samePersonMs ? 'again' : 'new'
  }

  /** How many different people reported within each window. */
  within(now: number): Readonly<Record<WindowMin, number>> {
    const counts: Record<WindowMin, number> = { 5: 0, 15: 0, 30: 0, 60: 0 }
    for (const at of this.#last.values()) {
      for (const window of windowsMin) if (at <= now && now - at < window * minuteMs) counts[window] += 1
    }
    return counts
  }

  forget(now: number): void {
    for (const [mark, at] of this.#last) if (at > now || now - at > samePersonMs) this.#last.delete(mark)
  }

  #forgetFirst(): void {
    for (const mark of this.#last.keys()) {
      this.#last.delete(mark)
      return
    }
  }
}
