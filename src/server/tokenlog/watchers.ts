import type { Cancel } from '#shared/clock.ts'
import type { Change } from './port.ts'

type Changed = (change: Change | undefined) => void

/** Who waits for news of which log. */
export interface Watchers {
  readonly add: (id: string, changed: Changed) => Cancel
  /** Tells everybody who waits for this log; `undefined` when it was removed. */
  readonly tell: (id: string, change: Change | undefined) => void
}

export function watchers(): Watchers {
  const byLog = new Map<string, Set<Changed>>()
  return {
    add(id, changed) {
      const waiting = byLog.get(id) ?? new Set()
      byLog.set(id, waiting.add(changed))
      return () => {
        waiting.delete(changed)
        if (waiting.size === 0 && byLog.get(id) === waiting) byLog.delete(id)
      }
    },
    tell(id, change) {
      for (const changed of byLog.get(id) ?? []) changed(change)
    },
  }
}
