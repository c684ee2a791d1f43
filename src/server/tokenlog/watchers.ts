import type { Cancel } from '#shared/clock.ts'
import type { Change } from './port.ts'

type Changed = (change: Change | undefined) => void

/** Who waits for news of which log. */
export interface Watchers {
  readonly add: (id: string, changed: Changed) => Cancel
  /** Tells everybody who waits for this log; `undefined` when it was removed. */
  readonly tell: (id: string, change: Change | undefined) => void
}

export function watchers(broke: (error: unknown) => void = throwLater): Watchers {
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
      for (const changed of byLog.get(id) ?? []) {
        try {
          changed(change)
        } catch (error) {
          broke(error)
        }
      }
    },
  }
}

/**
 * A mistake of one who waits is thrown, but not at whoever tells: that one has just committed, would take it for a
 * failure of the storage, and write the same words again.
 */
function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
