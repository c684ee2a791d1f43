import type { Frame } from './frames.ts'

const lateMs = 1_000
const atOnceMs = 100

/** When the parts of an answer came, and what that tells of the way. */
export class Arrival {
  readonly #askedAt: number
  #firstAt: number | null = null
  #lastAt = 0
  #isCaughtUp = false
  /** How often the server had no more, and had more later: so often it waited in between. */
  #pauses = 0

  constructor(askedAt: number) {
    this.#askedAt = askedAt
  }

  piece(now: number): void {
    this.#firstAt ??= now
    this.#lastAt = now
  }

  frame(frame: Frame): void {
    if (frame.kind === 'data' && this.#isCaughtUp) this.#pauses += 1
    if (frame.kind === 'control') this.#isCaughtUp = frame.isUpToDate
  }

  /** It was sent over time and came in one go: somebody in between kept it. */
  get wasHeldBack(): boolean {
    if (this.#firstAt === null || this.#pauses === 0) return false
    return this.#firstAt - this.#askedAt >= lateMs && this.#lastAt - this.#firstAt <= atOnceMs
  }
}
