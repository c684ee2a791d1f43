import type { Cancel, Clock } from '../../src/shared/clock.ts'

/** A clock that stands still until it is moved. Everything due runs on the way, in order. */
export interface ManualClock extends Clock {
  /** Moves the clock and lets what that woke up run. */
  readonly advance: (ms: number) => Promise<void>
  /** Sets the time of day, as somebody does who corrects it; what was to run in a while runs in that while. */
  readonly set: (byMs: number) => void
  /** Resolves when at least so many timers wait. */
  readonly waiting: (count: number) => Promise<void>
}

interface Waiter {
  readonly count: number
  readonly resolve: () => void
}

interface Timer {
  at: number
  readonly everyMs: number | undefined
  readonly run: () => void
}

export function manualClock(start = 1_700_000_000_000): ManualClock {
  const timers = new Set<Timer>()
  let waiters: readonly Waiter[] = []
  let now = start

  function add(ms: number, run: () => void, everyMs?: number): Cancel {
    const timer: Timer = { at: now + ms, everyMs, run }
    timers.add(timer)
    tellWaiters()
    return () => timers.delete(timer)
  }

  function tellWaiters(): void {
    const due = waiters.filter(({ count }) => timers.size >= count)
    waiters = waiters.filter((waiter) => !due.includes(waiter))
    for (const { resolve } of due) resolve()
  }

  function nextDue(until: number): Timer | undefined {
    const due = [...timers].filter(({ at }) => at <= until)
    return due.toSorted((a, b) => a.at - b.at)[0]
  }

  return {
    now: () => now,
    after: (ms, run) => add(ms, run),
    every: (ms, run) => add(ms, run, ms),
    soon: (run) => void setImmediate(run),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason)
        const cancel = add(ms, () => {
          signal?.removeEventListener('abort', wake)
          resolve()
        })
        const wake = (): void => {
          cancel()
          reject(signal?.reason)
        }
        signal?.addEventListener('abort', wake, { once: true })
      }),
    waiting: (count) =>
      new Promise((resolve) => {
        waiters = [...waiters, { count, resolve }]
        tellWaiters()
      }),
    set(byMs) {
      now += byMs
      for (const timer of timers) timer.at += byMs
    },
    async advance(ms) {
      const until = now + ms
      for (let timer = nextDue(until); timer !== undefined; timer = nextDue(until)) {
        now = Math.max(now, timer.at)
        if (timer.everyMs === undefined) timers.delete(timer)
        else timer.at += timer.everyMs
        timer.run()
        await settle()
      }
      now = until
      await settle()
    },
  }
}

/** Lets promises and immediates that are ready run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}
