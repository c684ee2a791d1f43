import type { Clock } from '#shared/clock.ts'

export interface Place {
  /** 1 is next. */
  readonly place: number
  /** Expected wait in milliseconds; null while no reply has ended yet. */
  readonly etaMs: number | null
}

/** The line in front of the back ends: so many replies are written at once, the others wait in the order they came. */
export interface Line {
  /**
   * Resolves with the way out when it is this one's turn. `moved` hears the place on entering and whenever it changes,
   * at most every two seconds. Rejects with the signal's reason: who is stopped leaves the line at once.
   */
  readonly enter: (signal: AbortSignal, moved: (place: Place) => void) => Promise<() => void>
}

interface Waiting {
  readonly admit: () => void
  readonly moved: (place: Place) => void
  toldPlace: number
  toldAt: number
}

const tellEveryMs = 2_000
// How much the newest reply counts in the mean length of one.
const newestWeight = 0.2

export function line(atOnce: number, clock: Clock): Line {
  const waiting: Waiting[] = []
  let inside = 0
  let meanMs: number | null = null

  function leave(enteredAt: number): void {
    inside--
    const tookMs = Math.max(0, clock.now() - enteredAt)
    meanMs = meanMs === null ? tookMs : meanMs + newestWeight * (tookMs - meanMs)
    waiting.shift()?.admit()
    tellAll()
  }

  function tellAll(): void {
    waiting.forEach((one, index) => tell(one, index + 1))
  }

  function tell(one: Waiting, place: number): void {
    if (one.toldPlace === place) return
    const sinceMs = clock.now() - one.toldAt
    // A clock that was set back must not keep anybody from hearing it.
    if (sinceMs >= 0 && sinceMs < tellEveryMs) return
    one.toldPlace = place
    one.toldAt = clock.now()
    one.moved({ place, etaMs: meanMs === null ? null : Math.round((place * meanMs) / atOnce) })
  }

  function passage(): () => void {
    inside++
    const enteredAt = clock.now()
    let hasLeft = false
    return () => {
      if (hasLeft) return
      hasLeft = true
      leave(enteredAt)
    }
  }

  return {
    enter(signal, moved) {
      if (signal.aborted) return Promise.reject(signal.reason)
      if (inside < atOnce) return Promise.resolve(passage())
      return new Promise((resolve, reject) => {
        const one: Waiting = { admit, moved, toldPlace: 0, toldAt: Number.NEGATIVE_INFINITY }
        // A change that came too soon after the last word is told when it may be.
        const stopTelling = clock.every(tellEveryMs, () => tell(one, waiting.indexOf(one) + 1))
        signal.addEventListener('abort', giveUp, { once: true })
        waiting.push(one)
        tell(one, waiting.length)

        function admit(): void {
          stopTelling()
          signal.removeEventListener('abort', giveUp)
          resolve(passage())
        }

        function giveUp(): void {
          stopTelling()
          waiting.splice(waiting.indexOf(one), 1)
          tellAll()
          reject(signal.reason)
        }
      })
    },
  }
}
