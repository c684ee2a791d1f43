import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '#shared/clock.ts'

/** The one place where the clock is real. */
export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  every(ms, run) {
    const timer = setInterval(run, ms)
    return () => clearInterval(timer)
  },
  soon: (run) => void setImmediate(run),
}
