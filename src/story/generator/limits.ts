/** What one generation may use. */
export interface Limits {
  /** Every part of a text, every operation, every pick, and every element that a built-in member touches. */
  readonly steps: number
  /** Texts in texts, and calls in calls. */
  readonly depth: number
  /** Of the result, and of any text on the way to it. */
  readonly characters: number
  /** Brackets in brackets, in one text. */
  readonly nesting: number
  /** Of all modules together, in characters. */
  readonly source: number
  /** Of all modules together. */
  readonly lines: number
  readonly modules: number
  /** By the clock that is handed in; without one, time is not limited, and steps are what ends a generation. */
  readonly timeMs: number
}

export const defaultLimits: Limits = {
  steps: 1_000_000,
  depth: 250,
  characters: 1_000_000,
  nesting: 200,
  source: 2_000_000,
  lines: 100_000,
  modules: 100,
  timeMs: 1_000,
}
