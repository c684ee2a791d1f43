import { textOf } from '../run/print.ts'
import type { Run } from '../run/run.ts'
import type { Scope } from '../run/scope.ts'
import type { Value } from '../run/value.ts'
import type { Expression } from '../syntax/expression.ts'
import type { CompileContext } from './context.ts'

type KeyOf = (run: Run, self: Value, scope: Scope | undefined) => string

/** The name after a dot, or what stands in brackets, which counts by its text. */
export function compileKey(context: CompileContext, key: string | Expression): KeyOf {
  if (typeof key === 'string') return () => key
  const evaluate = context.expression(key)
  return (run, self, scope) => textOf(run, evaluate(run, self, scope))
}
