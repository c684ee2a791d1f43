import { reservedWords } from '../names.ts'
import type { ParseContext } from './context.ts'
import { tokenize, type Token } from './tokens.ts'

/** Walks over the tokens of an expression or a function's body. */
export class TokenReader {
  readonly context: ParseContext
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(context: ParseContext, from: number, to: number) {
    this.context = context
    this.#tokens = tokenize(context, from, to)
  }

  get next(): Token {
    return this.#token(this.#at)
  }

  peek(): Token {
    return this.#token(this.#at + 1)
  }

  advance(): Token {
    const token = this.next
    this.#at++
    return token
  }

  /** Whether this sign or word comes next. */
  isAt(text: string): boolean {
    const { kind, text: written } = this.next
    return written === text && (kind === 'sign' || kind === 'name')
  }

  take(sign: string): boolean {
    if (this.next.kind !== 'sign' || this.next.text !== sign) return false
    this.#at++
    return true
  }

  takeWord(word: string): boolean {
    if (this.next.kind !== 'name' || this.next.text !== word) return false
    this.#at++
    return true
  }

  expect(sign: string): void {
    if (this.take(sign)) return
    const { kind, text } = this.next
    this.fail(kind === 'end' ? `A ${sign} is missing at the end.` : `A ${sign} is expected here, not ${text}.`)
  }

  expectEnd(): void {
    if (this.next.kind !== 'end') this.fail(`${this.next.text} is not expected here.`)
  }

  name(): string {
    const { kind, text } = this.next
    if (kind !== 'name' || reservedWords.has(text)) this.fail('A name must stand here.')
    return this.advance().text
  }

  /** Whether the bracket that opens here is that of `(a, b) =>`. */
  isArrowAfterBrackets(): boolean {
    for (let at = this.#at + 1, isName = true; ; at++, isName = !isName) {
      const { kind, text } = this.#token(at)
      if (text === ')' && kind === 'sign') return this.#token(at + 1).text === '=>'
      if (isName ? kind !== 'name' : text !== ',') return false
    }
  }

  fail(message: string, at: number = this.next.at): never {
    return this.context.fail('syntax', message, at)
  }

  /** Refuses what only a page could run. */
  javascript(what: string, at: number = this.next.at): never {
    return this.context.fail('browser-javascript', `This uses browser JavaScript: ${what}. Lists still work.`, at)
  }

  #token(at: number): Token {
    const token = this.#tokens[Math.min(at, this.#tokens.length - 1)]
    return token ?? { kind: 'end', text: '', at: 0, end: 0, isOnNewLine: true }
  }
}
