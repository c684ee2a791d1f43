import type { Cancel, Clock } from '#shared/clock.ts'

export interface Timers {
  readonly now: () => number
  /** Runs `run` after `ms`, if the request within which this is called still lives then. */
  readonly after: (ms: number, run: () => void) => Cancel
}

/** A clock for what outlives the request within which it is asked. */
export interface IsolateClock extends Pick<Clock, 'now' | 'after'> {
  /** Runs what is overdue. Called at the beginning of each request. */
  readonly catchUp: () => void
}

/** A Worker's timers end with the request that set them. What they were to do is done when the next request comes. */
export function isolateClock({ now, after }: Timers): IsolateClock {
  const waiting = new Set<{ readonly dueAt: number; readonly run: () => void }>()
  return {
    now,
    after(ms, run) {
      const one = { dueAt: now() + ms, run }
      waiting.add(one)
      const cancel = after(ms, () => {
        if (waiting.delete(one)) run()
      })
      return () => {
        if (waiting.delete(one)) cancel()
      }
    },
    catchUp() {
      for (const one of waiting) if (one.dueAt <= now() && waiting.delete(one)) one.run()
    },
  }
}
