import type { VisitorRun } from '#protocol/visitor-tests.ts'
import type { Clock } from '#shared/clock.ts'

/** As long as somebody stands in front of two screens. */
const keptMs = 1_800_000
/** In memory, at a few kilobytes each. */
const mostMeetings = 500

interface Brought {
  readonly run: VisitorRun
  readonly at: number
}

/** What one device found, for the screen that it was opened from. It is forgotten in half an hour, and with the process. */
export class Meetings {
  readonly #clock: Pick<Clock, 'now'>
  readonly #brought = new Map<string, Brought>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** Where very many come, the oldest is forgotten first. */
  bring(code: string, run: VisitorRun): void {
    this.#forget()
    this.#brought.delete(code)
    this.#brought.set(code, { run, at: this.#clock.now() })
    const [oldest] = this.#brought.keys()
    if (this.#brought.size > mostMeetings && oldest !== undefined) this.#brought.delete(oldest)
  }

  of(code: string): VisitorRun | null {
    this.#forget()
    return this.#brought.get(code)?.run ?? null
  }

  #forget(): void {
    const before = this.#clock.now() - keptMs
    for (const [code, { at }] of this.#brought) if (at < before) this.#brought.delete(code)
  }
}
