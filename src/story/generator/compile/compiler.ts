import { GeneratorFault } from '../fault.ts'
import { isName } from '../names.ts'
import type { Compiler } from '../run/template.ts'
import { Weights } from '../run/weights.ts'
import type { ParseContext } from '../syntax/context.ts'
import { parseBlock } from '../syntax/parse-block.ts'
import { parseBody, parseShortBody } from '../syntax/parse-body.ts'
import { parseOdds, parseText } from '../syntax/parse-text.ts'
import type { Statement } from '../syntax/expression.ts'
import type { FunctionSource } from '../tree/list-node.ts'
import type { Module, Warning } from '../tree/module.ts'
import { compileFunction } from './call.ts'
import type { CompileContext } from './context.ts'
import { compileExpression } from './expression.ts'
import { compileBody } from './statements.ts'
import { compileOdds } from './odds.ts'
import { compileText } from './text.ts'

/** Turns the texts of a module into what runs. */
export function compilerFor(module: Module, nesting: number): Compiler {
  const parsing = parseContext(module, nesting)
  const context: CompileContext = {
    module,
    expression: (expression) => compileExpression(context, expression),
    text: (parts, span) => compileText(context, parts, span),
    body: (statements) => compileBody(context, statements),
  }
  return {
    text: (from, to) => compileText(context, parseText(parsing, from, to), [from, to]),
    odds: ({ from, to }) => compileOdds(context, parseOdds(parsing, from, to)),
    weights: (odds) => new Weights(odds),
    block: (from, to) => compileExpression(context, parseBlock(parsing, from, to)),
    func: (source) => compileFunction(source, () => compileBody(context, parseFunction(parsing, source))),
  }
}

export function parseFunction(
  context: ParseContext,
  { from, to, at, isAsync, isShort, parameters }: FunctionSource,
): readonly Statement[] {
  const refused = isAsync ? 'async' : parameters.find((parameter) => !isName(parameter))
  if (refused !== undefined)
    context.fail('browser-javascript', `This uses browser JavaScript: \`${refused}\`. Lists still work.`, at)
  return isShort ? parseShortBody(context, from, to) : parseBody(context, from, to)
}

/** For parsing texts of a module. Warnings are for whoever checks the whole source, and else of no use. */
export function parseContext(module: Module, nesting: number, warnings?: Warning[]): ParseContext {
  const context: ParseContext = {
    source: module.source,
    nesting,
    block: (from, to) => parseBlock(context, from, to),
    fail(id, message, at) {
      throw new GeneratorFault(id, message, { module, at })
    },
    warn: (id, message, at) => void warnings?.push({ id, message, at }),
  }
  return context
}
