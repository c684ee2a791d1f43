import type { Clock } from '#shared/clock.ts'

export interface Limits {
  /** How long until the first sign of life. */
  readonly firstMs: number
  /** How long between two later ones. */
  readonly laterMs: number
}

/** Barks once, when nothing has happened for too long. */
export interface Watchdog {
  readonly sawLife: () => void
  readonly stop: () => void
}

/**
 * A timer that is set anew only when it runs out: a sign of life costs no more than writing down the time, for it comes
 * with every token.
 */
export function watchdog(clock: Clock, { firstMs, laterMs }: Limits, bark: (silentMs: number) => void): Watchdog {
  let lastSign = clock.now()
  let limitMs = firstMs
  let cancel = clock.after(firstMs, look)

  function look(): void {
    // A clock that was set back says nothing about how long it has been.
    lastSign = Math.min(lastSign, clock.now())
    const silentMs = clock.now() - lastSign
    if (silentMs >= limitMs) bark(silentMs)
    else cancel = clock.after(limitMs - silentMs, look)
  }

  return {
    sawLife() {
      lastSign = clock.now()
      if (limitMs === laterMs) return
      limitMs = laterMs
      cancel()
      cancel = clock.after(laterMs, look)
    },
    stop: () => cancel(),
  }
}
