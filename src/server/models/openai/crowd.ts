import type { Cancel, Clock } from '#shared/clock.ts'

/** All the answers that a process reads at once, whichever back end they come from. */
export interface Crowd {
  /** Counts one more until the returned function is called. */
  readonly join: () => () => void
  /**
   * Calls `run` when the words of an answer have been gathered for long enough to be read; undefined while there is room
   * for every token by itself.
   */
  readonly gather: (run: () => void) => Cancel | undefined
}

// Below this every token is read by itself. Above it each answer adds half a millisecond, so that all of them together
// are read about two thousand times a second, however many there are.
const roomFor = 32
const perAnswerMs = 0.5
// Answers that are due are read together, and so committed together.
const beatMs = 20

export function openCrowd(mostMs: number, clock: Clock): Crowd {
  let answers = 0
  const due = new Map<number, Set<() => void>>()

  function beat(at: number): void {
    const runs = due.get(at) ?? []
    due.delete(at)
    for (const run of runs) run()
  }

  function dueAt(at: number): Set<() => void> {
    const runs = due.get(at) ?? new Set()
    if (!due.has(at)) clock.after(at - clock.now(), () => beat(at))
    due.set(at, runs)
    return runs
  }

  return {
    join() {
      answers++
      return () => void answers--
    },
    gather(run) {
      const ms = answers <= roomFor ? 0 : Math.min(mostMs, answers * perAnswerMs)
      if (ms === 0) return undefined
      const runs = dueAt(Math.ceil((clock.now() + ms) / beatMs) * beatMs)
      runs.add(run)
      return () => void runs.delete(run)
    },
  }
}
