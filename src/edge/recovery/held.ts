import type { Cancel } from '#shared/clock.ts'
import { byTurn, type Standing } from './line.ts'
import { insert, remove } from './sorted.ts'

/** What becomes of somebody who is held. */
export type Release = 'turn' | 'too-long' | 'closed' | 'left'

interface HeldOne extends Standing {
  readonly release: (how: Release) => void
}

/** Those at the head of the line whose requests wait here, so that a turn is taken as soon as it comes. */
export class Held {
  readonly #sorted: HeldOne[] = []

  get count(): number {
    return this.#sorted.length
  }

  /** Resolves when something becomes of them. `after` ends the waiting where no turn comes. */
  hold(standing: Standing, after: (run: () => void) => Cancel, signal: AbortSignal | undefined): Promise<Release> {
    return new Promise((resolve) => {
      const leave = (): void => one.release('left')
      const cancel = after(() => one.release('too-long'))
      const one: HeldOne = {
        ...standing,
        release: (how) => {
          cancel()
          signal?.removeEventListener('abort', leave)
          remove(this.#sorted, one, byTurn)
          resolve(how)
        },
      }
      insert(this.#sorted, one, byTurn)
      if (signal?.aborted === true) leave()
      else signal?.addEventListener('abort', leave, { once: true })
    })
  }

  /** Gives a turn to whoever is first. False if nobody is there. */
  releaseFirst(): boolean {
    const first = this.#sorted[0]
    first?.release('turn')
    return first !== undefined
  }

  releaseAll(): void {
    while (this.#sorted[0] !== undefined) this.#sorted[0].release('closed')
  }
}
