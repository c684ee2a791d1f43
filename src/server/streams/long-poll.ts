import type { Clock } from '#shared/clock.ts'
import type { TokenLog } from '../tokenlog/port.ts'

export interface Wait {
  readonly clock: Clock
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Resolves as soon as the log has something after `from` or is closed or gone, and at the latest after `timeoutMs` or
 * when the signal aborts. What happened is read from the log afterwards.
 */
export function changed(log: TokenLog, id: string, from: number, { clock, timeoutMs, signal }: Wait): Promise<void> {
  return new Promise((resolve) => {
    const unwatch = log.watch(id, (change) => {
      if (change === undefined || change.closed || change.tail > from) finish()
    })
    const stopTimer = clock.after(timeoutMs, finish)
    signal.addEventListener('abort', finish, { once: true })
    if (signal.aborted) finish()

    function finish(): void {
      unwatch()
      stopTimer()
      signal.removeEventListener('abort', finish)
      resolve()
    }
  })
}
