import type { LabRecord } from './record.ts'

/** Something that is made with one seed. */
export interface Job<T> {
  readonly fault: string
  readonly seed: number
  /** No two that one process makes get the same number. */
  readonly carryOut: (number: number) => Promise<T>
}

export interface Shift<T> {
  readonly atOnce: number
  readonly onDone: ((made: T) => void) | undefined
}

/** Carries out what is to be made, so many at once, until somebody ends it. */
export class Crew {
  /** What could not be made is no verdict about the doctor: it is counted by itself, with the reason. */
  readonly broken: LabRecord['broken'][number][] = []
  readonly #signal: AbortSignal
  #numbers = 0

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  async carryOut<T>(jobs: readonly Job<T>[], { atOnce, onDone }: Shift<T>): Promise<readonly T[]> {
    const made: T[] = []
    const waiting = [...jobs]
    const work = async (): Promise<void> => {
      for (let job = waiting.shift(); job !== undefined && !this.#signal.aborted; job = waiting.shift()) {
        try {
          const one = await job.carryOut(this.#numbers++)
          made.push(one)
          onDone?.(one)
        } catch (error) {
          if (this.#signal.aborted) return // Its site was taken away under it.
          this.broken.push({ fault: job.fault, seed: job.seed, why: String(error) })
        }
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    return made
  }
}
