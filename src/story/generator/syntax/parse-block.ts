import type { ParseContext } from './context.ts'
import { ExpressionParser } from './parse-expression.ts'
import type { Expression } from './expression.ts'

/** Reads what stands between the brackets of a square block: one `if`, or expressions with commas between them. */
export function parseBlock(context: ParseContext, from: number, to: number): Expression {
  const parser = new ExpressionParser(context, from, to)
  const block = parser.block()
  parser.expectEnd()
  return block
}
