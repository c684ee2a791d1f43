import { browserClock } from '../browser.ts'
import type { Channel, Means } from '../means.ts'

/** What the tabs of one browser have in common. */
export interface TestTabs {
  readonly openChannel: Means['openChannel']
  readonly alone: Means['alone']
  /** From now on nobody hears anybody: the tabs are frozen, or their browser has no channels. */
  readonly setSilent: (isSilent: boolean) => void
}

export function testTabs(): TestTabs {
  const ears = new Map<string, Set<(message: unknown) => void>>()
  const queues = new Map<string, Promise<void>>()
  let isSilent = false
  return {
    setSilent: (silent) => (isSilent = silent),
    openChannel(name, hear): Channel {
      const others = ears.get(name) ?? new Set()
      ears.set(name, others.add(hear))
      return {
        say(message) {
          if (isSilent) return
          const copy: unknown = structuredClone(message)
          for (const other of others) if (other !== hear) browserClock.soon(() => other(copy))
        },
      }
    },
    async alone(name, run, signal) {
      const before = queues.get(name) ?? Promise.resolve()
      const running = before.then(() => (signal.aborted ? undefined : run()))
      queues.set(
        name,
        running.catch(() => undefined),
      )
      await running
    },
  }
}
