import type { Evaluate, Template } from '../run/template.ts'
import type { Expression, Statement } from '../syntax/expression.ts'
import type { TextPart } from '../syntax/text.ts'
import type { Module, Place } from '../tree/module.ts'

/** What compiling needs: the module that names are looked up in first, and the other parts of the compiler. */
export interface CompileContext {
  readonly module: Module
  readonly expression: (expression: Expression) => Evaluate
  readonly text: (parts: readonly TextPart[], span: readonly [from: number, to: number]) => Template
  /** A function's body, as what it returns. */
  readonly body: (statements: readonly Statement[]) => Evaluate
}

export function placeAt({ module }: CompileContext, at: number): Place {
  return { module, at }
}
