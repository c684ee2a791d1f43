import type { DynamicOdds, FunctionSource } from '../tree/list-node.ts'
import type { Place } from '../tree/module.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import type { Func, Value } from './value.ts'
import type { Weights } from './weights.ts'

/** A compiled expression. `self` is what `this` means in it. */
export type Evaluate = (run: Run, self: Value, scope: Scope | undefined) => Value

/** Odds that are worked out at every pick, as the number they count. */
export type WorkOut = (run: Run, self: Value, scope: Scope | undefined) => number

export type Odds = number | WorkOut

/** A compiled block of a text: writes into the run's text. */
export type Render = (run: Run, self: Value, scope: Scope | undefined) => void

/** A compiled text. */
export interface Template {
  readonly parts: readonly (string | Render)[]
  /** The whole text, when there is no block in it. */
  readonly constant: string | undefined
  /** What the text is worth, when it is one block and nothing else. */
  readonly value: Evaluate | undefined
  /** As it is written. */
  readonly raw: string
  readonly place: Place
}

/** What a module needs to turn its texts into what runs, at their first use. The offsets are those of its source. */
export interface Compiler {
  readonly text: (from: number, to: number) => Template
  readonly odds: (odds: DynamicOdds) => WorkOut
  readonly weights: (odds: readonly Odds[]) => Weights
  /** What could stand in one square block. */
  readonly block: (from: number, to: number) => Evaluate
  readonly func: (source: FunctionSource) => Func
}
