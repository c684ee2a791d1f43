/** Ends a timer. Calling it twice, or after the timer ran, does nothing. */
export type Cancel = () => void

/**
 * Time as a parameter: only runtime entries (`cli/clock.ts`, the browser's) touch the real one, so a test can move it.
 * All times are milliseconds; `now` counts from 1970 UTC.
 */
export interface Clock {
  readonly now: () => number
  /** Resolves after `ms`. Rejects with the signal's reason as soon as the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Runs `run` once after `ms`. */
  readonly after: (ms: number, run: () => void) => Cancel
  /** Runs `run` again and again, the first time after `ms`. */
  readonly every: (ms: number, run: () => void) => Cancel
  /** Runs `run` when what is already waiting to run has run: after the current turn of the event loop. */
  readonly soon: (run: () => void) => void
}

/** A number in [0, 1), evenly spread. */
export type Chance = () => number
