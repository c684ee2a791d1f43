import type { Diagnostic, OddsRow, PickedHere } from '#story/generator.ts'

/** What the page asks the worker that rolls. */
export interface RollOrder {
  readonly source: string
  /** The texts of what can be imported, by name. */
  readonly files: Readonly<Record<string, string>>
  readonly seed: string
  readonly count: number
  /** What to roll; undefined for what the generator gives by itself. */
  readonly call: string | undefined
  /** Only this one of them, and why it is what it is. */
  readonly why?: number
}

export interface RollAnswer {
  /** As many as were asked for, unless one failed or they took too long together. */
  readonly texts: readonly string[]
  /** What ended it before it was through. */
  readonly fault: Diagnostic | null
  /** What the generator's writer should know, from the first line to the last. */
  readonly findings: readonly Diagnostic[]
  /** What can be rolled by name. */
  readonly lists: readonly string[]
  /** How often each item comes of the list that was called; none where something else was rolled. */
  readonly odds: readonly OddsRow[]
  /** What was picked on the way to the one whose reasons were asked for. */
  readonly picks: readonly PickedHere[]
}

/** Somewhere to have rolled, away from the page. One order at a time. */
export interface RollWorker {
  /** Rejects when the worker broke or did not come. */
  readonly ask: (order: RollOrder) => Promise<RollAnswer>
  /** Ends it in the middle of whatever it does. */
  readonly end: () => void
}
