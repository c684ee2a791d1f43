import type { IncomingMessage } from 'node:http'
import type { Cancel, Clock } from '#shared/clock.ts'
import type { Crowd } from './crowd.ts'

export interface GustsOptions {
  readonly crowd: Crowd
  readonly clock: Clock
  /** Something came, and nothing more will for a while. */
  readonly onGust: () => void
}

/**
 * Reads an answer in gusts while there is a crowd: what comes between two of them waits in the system, and is read,
 * stored and sent as one, which costs little more than a single token. Needs a message whose high-water mark is tiny:
 * then a paused one stops reading its socket at once.
 */
export interface Gusts {
  /** To be called for everything that came. */
  readonly came: () => void
  readonly close: () => void
}

export function readInGusts(incoming: IncomingMessage, { crowd, clock, onGust }: GustsOptions): Gusts {
  const leave = crowd.join()
  let state: 'flowing' | 'paused' | 'gust' = 'flowing'
  let hasMore = false
  let cancel: Cancel | undefined

  function open(): void {
    state = 'gust'
    hasMore = false
    incoming.resume()
    // By then everything that waits in the system has been read.
    clock.soon(settle)
  }

  function settle(): void {
    if (state !== 'gust') return
    state = 'flowing'
    if (hasMore) pass()
  }

  function pass(): void {
    cancel = crowd.gather(open)
    if (cancel !== undefined) {
      state = 'paused'
      incoming.pause()
    }
    onGust()
  }

  return {
    came() {
      if (state === 'gust') hasMore = true
      else pass()
    },
    close() {
      state = 'flowing'
      cancel?.()
      leave()
    },
  }
}
