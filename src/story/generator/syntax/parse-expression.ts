import { forbiddenKeys, reservedWords } from '../names.ts'
import type { ParseContext } from './context.ts'
import { isTextForSure } from './expression.ts'
import type { ArrowBody, AssignSign, BinarySign, Expression, LogicalSign, UnarySign } from './expression.ts'
import { parseQuoted } from './parse-quoted.ts'
import { TokenReader } from './token-reader.ts'
import type { Token } from './tokens.ts'

/** How strongly an operator binds; JavaScript's order. */
const binding: ReadonlyMap<string, number> = new Map([
  ['??', 1],
  ['||', 1],
  ['&&', 2],
  ...['==', '!=', '===', '!=='].map((sign): [string, number] => [sign, 3]),
  ...['<', '>', '<=', '>='].map((sign): [string, number] => [sign, 4]),
  ...['+', '-'].map((sign): [string, number] => [sign, 5]),
  ...['*', '/', '%'].map((sign): [string, number] => [sign, 6]),
  ['**', 7],
])

const assignSigns: ReadonlySet<string> = new Set(['=', '+=', '-=', '*=', '/=', '%=', '||=', '&&=', '??='])

/** How long a chain without brackets may be, as `a + b + c`: what is made of it is walked link by link. */
const longestChain = 2_000

/** Reads expressions by the strength of their operators (Pratt's way). */
export class ExpressionParser extends TokenReader {
  /** A function's body is read by whoever knows statements; there is none in this file. */
  readonly #bodyOf: ((parser: ExpressionParser) => ArrowBody) | undefined
  #depth = 0

  constructor(context: ParseContext, from: number, to: number, options: ParserOptions = {}) {
    super(context, from, to)
    this.#bodyOf = options.bodyOf
  }

  /** What a square block holds. */
  block(): Expression {
    if (!this.isAt('if')) return this.sequence()
    const block = this.#ifBlock()
    this.take(';')
    return block
  }

  /** Expressions with commas between them, of which the last one counts. */
  sequence(): Expression {
    const first = this.expression()
    if (!this.isAt(',')) return first
    const parts = [first]
    while (this.take(',')) {
      if (this.isAt('if')) this.#refuseLateIf()
      parts.push(this.expression())
    }
    return { kind: 'sequence', at: first.at, parts }
  }

  expression(): Expression {
    return this.#deeper(() => {
      const arrow = this.#arrow()
      if (arrow !== undefined) return arrow
      const left = this.#choice()
      const { text, at } = this.next
      if (!isAssignSign(text) || this.next.kind !== 'sign') return left
      if (!isTarget(left)) this.fail('Only a name or a property can be given a value.', at)
      this.advance()
      return { kind: 'assign', at, sign: text, target: left, value: this.expression() }
    })
  }

  /** Warns of a condition that stores where it means to compare. */
  condition(): Expression {
    this.expect('(')
    const condition = this.sequence()
    this.expect(')')
    this.#warnOfStoring(condition)
    return condition
  }

  #warnOfStoring(condition: Expression): void {
    if (condition.kind !== 'assign' || condition.sign !== '=') return
    const says = 'A single = stores; to compare write ==.'
    this.context.warn('single-equals-in-if-else-condition', says, condition.at)
  }

  #refuseLateIf(): never {
    const says = 'An if must be the whole block: put what stands before it into a block of its own.'
    this.context.warn('if-after-comma', says, this.next.at)
    return this.fail(says)
  }

  #ifBlock(): Expression {
    return this.#deeper(() => {
      const { at } = this.advance()
      const condition = this.condition()
      const yes = this.#ifBody()
      const endedBySemicolon = this.isAt(';') && this.peek().text === 'else'
      if (endedBySemicolon) this.advance()
      if (!this.takeWord('else')) return { kind: 'choice', at, condition, yes, no: nothing(at) }
      return { kind: 'choice', at, condition, yes, no: this.isAt('if') ? this.#ifBlock() : this.#ifBody() }
    })
  }

  #ifBody(): Expression {
    const { at } = this.next
    if (!this.take('{')) return this.expression()
    if (this.take('}')) return nothing(at)
    const parts: Expression[] = []
    while (!this.isAt('}')) {
      parts.push(this.isAt('if') ? this.#ifBlock() : this.sequence())
      if (!this.take(';') && !this.isAt('}') && !this.next.isOnNewLine) this.expect('}')
    }
    this.expect('}')
    return parts.length === 1 ? (parts[0] ?? nothing(at)) : { kind: 'sequence', at, parts }
  }

  #arrow(): Expression | undefined {
    const { at } = this.next
    const parameters = this.#arrowParameters()
    if (parameters === undefined) return undefined
    this.expect('=>')
    const isBody = this.isAt('{')
    if (isBody && this.#bodyOf === undefined) this.fail('A function with a body of its own cannot stand here.')
    return { kind: 'arrow', at, parameters, body: isBody ? (this.#bodyOf?.(this) ?? []) : this.expression() }
  }

  /** `x =>` or `(x, y) =>`; reads nothing when no arrow follows. */
  #arrowParameters(): readonly string[] | undefined {
    if (this.next.kind === 'name' && this.peek().text === '=>') return [this.name()]
    if (!this.isAt('(') || !this.isArrowAfterBrackets()) return undefined
    return this.parameters()
  }

  parameters(): readonly string[] {
    this.expect('(')
    const names: string[] = []
    while (!this.isAt(')')) {
      names.push(this.name())
      if (!this.isAt(')')) this.expect(',')
    }
    this.advance()
    return names
  }

  #choice(): Expression {
    const condition = this.#binary(0)
    const { at } = this.next
    if (!this.take('?')) return condition
    this.#warnOfStoring(condition)
    const yes = this.expression()
    this.expect(':')
    return { kind: 'choice', at, condition, yes, no: this.expression() }
  }

  #binary(least: number): Expression {
    let left = this.#unary()
    for (let links = 0; ; links++) {
      const { text, at, kind } = this.next
      if (kind === 'name' && (text === 'instanceof' || text === 'in')) this.javascript(`\`${text}\``)
      const strength = kind === 'sign' ? binding.get(text) : undefined
      if (strength === undefined || strength <= least) return left
      if (links > longestChain) this.context.fail('too-nested', 'This expression has too many parts.', at)
      this.advance()
      // `**` alone groups to the right.
      const right = this.#deeper(() => this.#binary(text === '**' ? strength - 1 : strength))
      left = isLogicalSign(text)
        ? { kind: 'logical', at, sign: text, left, right }
        : { kind: 'binary', at, sign: this.#binarySign(text), left, right, isText: isJoin(text, left, right) }
    }
  }

  #binarySign(text: string): BinarySign {
    return isBinarySign(text) ? text : this.fail(`${text} cannot be used here.`)
  }

  #unary(): Expression {
    const { text, at, kind } = this.next
    if (isUnarySign(text) && (kind === 'sign' || text === 'typeof')) {
      this.advance()
      return { kind: 'unary', at, sign: text, operand: this.#deeper(() => this.#unary()) }
    }
    if (kind !== 'sign' || (text !== '++' && text !== '--')) return this.#postfix()
    this.advance()
    const target = this.#deeper(() => this.#unary())
    return { kind: 'update', at, by: text === '++' ? 1 : -1, isPrefix: true, target: this.#target(target, at) }
  }

  #target(target: Expression, at: number): Expression {
    if (isTarget(target)) return target
    return this.fail('Only a name or a property can be counted up or down.', at)
  }

  #postfix(): Expression {
    const value = this.#chain()
    const { text, at, isOnNewLine } = this.next
    if ((text !== '++' && text !== '--') || isOnNewLine) return value
    this.advance()
    return { kind: 'update', at, by: text === '++' ? 1 : -1, isPrefix: false, target: this.#target(value, at) }
  }

  /** A value with its members and calls: `a.b["c"](d)`. */
  #chain(): Expression {
    let value = this.#primary()
    let isOptional = false
    for (let links = 0; this.next.kind === 'sign'; links++) {
      const { at } = this.next
      if (links > longestChain) this.context.fail('too-nested', 'This expression has too many parts.', at)
      if (this.isAt('?.')) isOptional = true
      const isComputed = this.isAt('?.') && this.peek().text === '['
      if (isComputed) this.advance()
      if (!isComputed && (this.take('.') || this.take('?.')))
        value = { kind: 'member', at, object: this.#unwrapped(value), key: this.#key(), isOptional }
      else if (this.isAt('[') && (isComputed || !this.next.isOnNewLine))
        value = { kind: 'member', at, object: value, key: this.#computedKey(), isOptional }
      else if (this.isAt('(') && !this.next.isOnNewLine) value = { kind: 'call', at, callee: value, args: this.#args() }
      else break
    }
    return value
  }

  #unwrapped(value: Expression): Expression {
    const [item, ...more] = value.kind === 'array' ? value.items : []
    if (item?.kind === 'name' && more.length === 0) {
      const says = `Names need no brackets inside of a block: write ${item.name} and not [${item.name}].`
      this.context.warn('square-brackets-wrapping-variable-name-within-square-block', says, value.at)
    }
    return value
  }

  #key(): string {
    const { kind, text, at } = this.next
    if (kind !== 'name') this.fail('A name must follow the dot.')
    if (forbiddenKeys.has(text)) this.context.fail('forbidden-name', `${text} cannot be asked for.`, at)
    return this.advance().text
  }

  #computedKey(): Expression {
    this.expect('[')
    const key = this.sequence()
    this.expect(']')
    return key
  }

  #args(): readonly Expression[] {
    this.expect('(')
    return this.#listUntil(')')
  }

  #listUntil(close: string): readonly Expression[] {
    const items: Expression[] = []
    while (!this.isAt(close)) {
      items.push(this.expression())
      if (!this.isAt(close)) this.expect(',')
    }
    this.advance()
    return items
  }

  #primary(): Expression {
    const token = this.next
    if (token.kind === 'quoted') return parseQuoted(this.context, this.advance(), (from, to) => this.#within(from, to))
    if (token.kind === 'number') return { kind: 'literal', at: token.at, value: Number(this.advance().text) }
    if (token.kind === 'name') return this.#word(this.advance())
    if (this.take('(')) return this.#bracketed()
    if (this.take('[')) return { kind: 'array', at: token.at, items: this.#listUntil(']') }
    if (this.isAt('{')) return this.#record()
    if (token.text === '...') this.javascript('`...`')
    return this.fail(token.kind === 'end' ? 'Something is missing here.' : `${token.text} is not expected here.`)
  }

  #within(from: number, to: number): Expression {
    const parser = new ExpressionParser(this.context, from, to)
    parser.#depth = this.#depth + 1
    const expression = parser.sequence()
    parser.expectEnd()
    return expression
  }

  #word({ text, at }: Token): Expression {
    const known = constants.get(text)
    if (known !== undefined) return { kind: 'literal', at, value: known.value }
    if (text === 'this') return { kind: 'this', at }
    if (text === 'if' || text === 'else') this.fail('An if must be the whole block.', at)
    if (reservedWords.has(text)) this.javascript(`\`${text}\``, at)
    if (text === 'async' && (this.next.kind === 'name' || (this.isAt('(') && this.isArrowAfterBrackets())))
      this.javascript('`async`', at)
    return { kind: 'name', at, name: text }
  }

  #bracketed(): Expression {
    const inside = this.block()
    this.expect(')')
    return inside
  }

  #record(): Expression {
    const { at } = this.advance()
    const entries: [string, Expression][] = []
    while (!this.isAt('}')) {
      entries.push(this.#entry())
      if (!this.take(',') && !this.isAt('}')) this.#refuseChoice()
    }
    this.advance()
    return { kind: 'record', at, entries }
  }

  /** `key: value`, or a name alone, which is both. */
  #entry(): [string, Expression] {
    const { kind, text, at } = this.next
    if (text === '...') this.javascript('`...`')
    if (kind !== 'name' && kind !== 'quoted' && kind !== 'number') this.#refuseChoice()
    const name = kind === 'quoted' ? text.slice(1, -1) : text
    if (forbiddenKeys.has(name)) this.context.fail('forbidden-name', `${name} cannot be a name here.`, at)
    this.advance()
    if (this.take(':')) return [name, this.expression()]
    if (kind !== 'name' || reservedWords.has(name)) this.#refuseChoice()
    return [name, { kind: 'name', at, name }]
  }

  #refuseChoice(): never {
    return this.fail(`${this.next.text} is not expected here: inside of a block a choice stands in quotes, as "{x|y}".`)
  }

  /** Counts how deep expressions lie in expressions, whether or not there are brackets to be seen. */
  #deeper(read: () => Expression): Expression {
    if (++this.#depth > this.context.nesting) {
      this.context.fail('too-nested', `Expressions lie more than ${this.context.nesting} deep.`, this.next.at)
    }
    const expression = read()
    this.#depth--
    return expression
  }
}

interface ParserOptions {
  readonly bodyOf?: (parser: ExpressionParser) => ArrowBody
}

const constants: ReadonlyMap<string, { readonly value: boolean | null | undefined }> = new Map([
  ['true', { value: true }],
  ['false', { value: false }],
  ['null', { value: null }],
  ['undefined', { value: undefined }],
])

/** What an `if` without `else` is worth when it does not hold: nothing is to be seen of it. */
function nothing(at: number): Expression {
  return { kind: 'literal', at, value: '' }
}

function isAssignSign(text: string): text is AssignSign {
  return assignSigns.has(text)
}

function isJoin(sign: string, left: Expression, right: Expression): boolean {
  return sign === '+' && (isTextForSure(left) || isTextForSure(right))
}

function isTarget(expression: Expression): boolean {
  return expression.kind === 'name' || (expression.kind === 'member' && !expression.isOptional)
}

function isLogicalSign(text: string): text is LogicalSign {
  return text === '&&' || text === '||' || text === '??'
}

function isBinarySign(text: string): text is BinarySign {
  return binding.has(text) && !isLogicalSign(text)
}

function isUnarySign(text: string): text is UnarySign {
  return text === '!' || text === '-' || text === '+' || text === 'typeof'
}
