import type { ParseContext } from './context.ts'
import type { Declared, Expression, Statement } from './expression.ts'
import { ExpressionParser } from './parse-expression.ts'

/** Reads a function's body of several lines. */
export function parseBody(context: ParseContext, from: number, to: number): readonly Statement[] {
  return readBody(new ExpressionParser(context, from, to, { bodyOf: bracedBody }), 'end')
}

/** Reads a function's body of one line: an expression, with or without `return` before it. */
export function parseShortBody(context: ParseContext, from: number, to: number): readonly Statement[] {
  const parser = new ExpressionParser(context, from, to, { bodyOf: bracedBody })
  if (parser.isAt('{')) {
    const statements = bracedBody(parser)
    parser.expectEnd()
    return statements
  }
  if (parser.isAt('return') || parser.isAt('if')) return readBody(parser, 'end')
  const value = parser.sequence()
  parser.take(';')
  parser.expectEnd()
  return [{ kind: 'return', value }]
}

function bracedBody(parser: ExpressionParser): readonly Statement[] {
  parser.expect('{')
  const statements = readBody(parser, '}')
  parser.expect('}')
  return statements
}

function readBody(parser: ExpressionParser, close: 'end' | '}', depth = 0): readonly Statement[] {
  const statements: Statement[] = []
  for (;;) {
    while (parser.take(';'));
    if (parser.next.kind === 'end' || (close === '}' && parser.isAt('}'))) return statements
    statements.push(statement(parser, depth))
  }
}

function statement(parser: ExpressionParser, depth: number): Statement {
  if (depth > parser.context.nesting) {
    parser.context.fail('too-nested', `Statements lie more than ${parser.context.nesting} deep.`, parser.next.at)
  }
  if (parser.isAt('{')) return block(parser, depth + 1)
  if (parser.take(';')) return { kind: 'block', statements: [] }
  const read = parser.next.kind === 'name' ? statements.get(parser.next.text) : undefined
  if (read !== undefined) return read(parser, depth + 1)
  const running = run(parser.sequence())
  endLine(parser)
  return running
}

const statements: ReadonlyMap<string, (parser: ExpressionParser, depth: number) => Statement> = new Map([
  ['let', declaration],
  ['const', declaration],
  ['var', declaration],
  ['if', ifStatement],
  ['for', forStatement],
  ['while', whileStatement],
  ['return', returnStatement],
  ['break', jump('break')],
  ['continue', jump('continue')],
])

function block(parser: ExpressionParser, depth: number): Statement {
  parser.expect('{')
  const inside = readBody(parser, '}', depth)
  parser.expect('}')
  return { kind: 'block', statements: inside }
}

function declaration(parser: ExpressionParser): Statement {
  const isLocal = parser.advance().text !== 'var'
  const declared = declare(parser, isLocal)
  endLine(parser)
  return declared
}

function declare(parser: ExpressionParser, isLocal: boolean): Statement {
  const names: Declared[] = []
  do {
    if (parser.isAt('{') || parser.isAt('[')) parser.javascript(`\`${parser.next.text}\` for names`)
    const name = parser.name()
    names.push({ name, value: parser.take('=') ? parser.expression() : undefined })
  } while (parser.take(','))
  return { kind: 'declare', isLocal, names }
}

function ifStatement(parser: ExpressionParser, depth: number): Statement {
  parser.advance()
  const condition = parser.condition()
  const yes = statement(parser, depth)
  const no = parser.takeWord('else') ? statement(parser, depth) : undefined
  return { kind: 'if', condition, yes, no }
}

function whileStatement(parser: ExpressionParser, depth: number): Statement {
  parser.advance()
  const condition = parser.condition()
  return { kind: 'loop', first: undefined, condition, next: undefined, body: statement(parser, depth) }
}

function forStatement(parser: ExpressionParser, depth: number): Statement {
  parser.advance()
  parser.expect('(')
  const declares = parser.isAt('let') || parser.isAt('const') || parser.isAt('var')
  const isLocal = declares ? parser.advance().text !== 'var' : false
  if (parser.next.kind === 'name' && parser.peek().text === 'of') return forOf(parser, depth)
  if (parser.next.kind === 'name' && parser.peek().text === 'in') parser.javascript('`in`')
  const first = parser.isAt(';') ? undefined : declares ? declare(parser, isLocal) : run(parser.sequence())
  parser.expect(';')
  const condition = parser.isAt(';') ? undefined : parser.sequence()
  parser.expect(';')
  const next = parser.isAt(')') ? undefined : parser.sequence()
  parser.expect(')')
  return { kind: 'loop', first, condition, next, body: statement(parser, depth) }
}

function forOf(parser: ExpressionParser, depth: number): Statement {
  const name = parser.name()
  parser.advance()
  const of = parser.expression()
  parser.expect(')')
  return { kind: 'for-of', name, of, body: statement(parser, depth) }
}

function run(expression: Expression): Statement {
  return { kind: 'run', expression }
}

function returnStatement(parser: ExpressionParser): Statement {
  parser.advance()
  const { kind, isOnNewLine } = parser.next
  const isEmpty = kind === 'end' || isOnNewLine || parser.isAt(';') || parser.isAt('}')
  const value = isEmpty ? undefined : parser.sequence()
  endLine(parser)
  return { kind: 'return', value }
}

function jump(kind: 'break' | 'continue') {
  return function readJump(parser: ExpressionParser): Statement {
    parser.advance()
    endLine(parser)
    return { kind }
  }
}

/** A statement ends with `;`, with its line, or with the block around it. */
function endLine(parser: ExpressionParser): void {
  if (parser.take(';') || parser.next.isOnNewLine || parser.isAt('}')) return
  parser.fail(`${parser.next.text} is not expected here: a statement ends with its line or with ;.`)
}
