import type { Cancel, Clock } from '#shared/clock.ts'

export interface Limits {
  /** How long until the first sign of life. */
  readonly firstMs: number
  /** How long between two later ones. */
  readonly laterMs: number
}

/** Barks once, when nothing has happened for too long. */
export interface Watchdog {
  readonly sawLife: () => void
  /** Silence does not count until the next sign of life: we are not listening ourselves. */
  readonly rest: () => void
  readonly stop: () => void
}

// Later than this a timer says that the clock was set, or that this process, not the other side, stood still.
const punctualMs = 1_000

/**
 * A timer that is set anew only when it runs out: a sign of life costs no more than writing down the time, for it comes
 * with every token.
 */
export function watchdog(clock: Clock, { firstMs, laterMs }: Limits, bark: (silentMs: number) => void): Watchdog {
  let limitMs = firstMs
  let lastSign = clock.now()
  let isResting = false
  let dueAt = 0
  let cancel = lookAfter(firstMs)

  function lookAfter(ms: number): Cancel {
    dueAt = clock.now() + ms
    return clock.after(ms, look)
  }

  function look(): void {
    const now = clock.now()
    // Then nobody knows how long it has been, and words may lie unread before us: it is counted from now on.
    if (Math.abs(now - dueAt) > punctualMs || lastSign > now) lastSign = now
    const silentMs = now - lastSign
    if (silentMs >= limitMs) bark(silentMs)
    else cancel = lookAfter(limitMs - silentMs)
  }

  return {
    sawLife() {
      lastSign = clock.now()
      if (limitMs === laterMs && !isResting) return
      isResting = false
      limitMs = laterMs
      cancel()
      cancel = lookAfter(laterMs)
    },
    rest() {
      isResting = true
      cancel()
    },
    stop: () => cancel(),
  }
}
