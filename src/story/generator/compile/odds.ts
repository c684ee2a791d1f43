import { oddsFrom } from '../run/odds-value.ts'
import type { WorkOut } from '../run/template.ts'
import type { Expression } from '../syntax/expression.ts'
import type { CompileContext } from './context.ts'

export function compileOdds(context: CompileContext, expression: Expression): WorkOut {
  const evaluate = context.expression(expression)
  return (run, self, scope) => oddsFrom(run, evaluate(run, self, scope))
}
