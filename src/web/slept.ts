import type { Cancel, Clock } from '#shared/clock.ts'

const tickMs = 500
// Longer than a page that is merely busy keeps its ticks waiting.
const sleptMs = 5_000

/**
 * Calls `run` when the machine has slept: a tick comes much later than it should. Connections from before have usually
 * died meanwhile without a word. A page that nobody sees gets its ticks late also while the machine is awake; nothing is
 * concluded from those.
 */
export function onSlept(clock: Clock, isSeen: () => boolean, run: () => void): Cancel {
  let before = { at: clock.now(), isSeen: isSeen() }
  return clock.every(tickMs, () => {
    const now = { at: clock.now(), isSeen: isSeen() }
    const hasSlept = now.at - before.at > sleptMs && before.isSeen && now.isSeen
    before = now
    if (hasSlept) run()
  })
}
