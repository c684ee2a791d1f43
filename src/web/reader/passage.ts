import type { Clock } from '#shared/clock.ts'

/** How a log is asked for: as one answer that goes on for as long as the log does, or again and again. */
export type Way = 'event-stream' | 'long-poll'

/**
 * Whether event streams come through the network that the page is in.
 * - `open`: as far as anybody knows
 * - `doubted`: one did not come through; the next reader tries a long poll
 * - `barred`: long polls come through where an event stream did not
 */
export const standings = ['open', 'doubted', 'barred'] as const
export type Standing = (typeof standings)[number]

/**
 * - `barred`: an event stream did not come through, or only at its end
 * - `polled`: a long poll was answered by our server
 * - `failed`: a long poll was not answered either, so that event streams are not what is wrong
 * - `due`: it was so for long enough to look again
 * - `moved`: the network is another one
 */
export const passageEvents = ['barred', 'polled', 'failed', 'due', 'moved'] as const
export type PassageEvent = (typeof passageEvents)[number]

export const nextStanding: Record<Standing, Record<PassageEvent, Standing>> = {
  open: { barred: 'doubted', polled: 'open', failed: 'open', due: 'open', moved: 'open' },
  doubted: { barred: 'doubted', polled: 'barred', failed: 'open', due: 'doubted', moved: 'open' },
  barred: { barred: 'barred', polled: 'barred', failed: 'barred', due: 'open', moved: 'open' },
}

/** Remembers for the session, over a reload, since when event streams are barred; null if they are not. */
export interface PassageNote {
  readonly read: () => number | null
  readonly write: (barredAt: number | null) => void
}

/** Looking again costs a reader a few seconds, if nothing has changed; so it is not done at every reply. */
export const lookAgainMs: number = 10 * 60_000

/** What all readers of the page have found out about event streams, for as long as the session lasts. */
export class Passage {
  readonly #clock: Clock
  readonly #note: PassageNote
  #standing: Standing
  #barredAt: number

  constructor(clock: Clock, note: PassageNote) {
    const barredAt = note.read()
    this.#clock = clock
    this.#note = note
    this.#standing = barredAt === null ? 'open' : 'barred'
    this.#barredAt = barredAt ?? 0
  }

  get way(): Way {
    // A clock that was set back must not keep us from looking again.
    if (Math.abs(this.#clock.now() - this.#barredAt) > lookAgainMs) this.tell('due')
    return this.#standing === 'open' ? 'event-stream' : 'long-poll'
  }

  tell(event: PassageEvent): void {
    const before = this.#standing
    this.#standing = nextStanding[before][event]
    if (this.#standing === before) return
    if (this.#standing === 'barred') this.#barredAt = this.#clock.now()
    this.#note.write(this.#standing === 'barred' ? this.#barredAt : null)
  }
}
