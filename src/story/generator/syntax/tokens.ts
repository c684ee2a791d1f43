import { mostPieces, type ParseContext } from './context.ts'
import { quoteEnd } from './brackets.ts'
import { reservedWords } from '../names.ts'

export interface Token {
  readonly kind: 'number' | 'quoted' | 'name' | 'sign' | 'end'
  /** As it is written; of a quoted text with its quotes. */
  readonly text: string
  readonly at: number
  readonly end: number
  /** Whether a line ends before it, which may stand for a semicolon. */
  readonly isOnNewLine: boolean
}

type TokenContext = Pick<ParseContext, 'source' | 'fail'>

const blanks = /(?:[\s\u{feff}]|\/\/[^\n]*)+/uy
const number = /0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const name = /[\p{L}_$][\p{L}\p{N}_$]*/uy
const sign =
  /===|!==|\*\*=|\|\|=|&&=|\?\?=|\.\.\.|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?!\d)|\+\+|--|\+=|-=|\*=|\/=|%=|\*\*|[-+*/%=<>!?:;,.()[\]{}&|^~]/y

/** Splits an expression or a function's body into its tokens. The last one is always the end. */
export function tokenize(context: TokenContext, from: number, to: number): readonly Token[] {
  const { source } = context
  const tokens: Token[] = []
  let at = from
  for (;;) {
    if (tokens.length > mostPieces) context.fail('source-too-large', 'This block is too long.', from)
    const start = Math.min(to, blanksEnd(context, at, to))
    const isOnNewLine = source.slice(at, start).includes('\n')
    if (start >= to) return [...tokens, { kind: 'end', text: '', at: to, end: to, isOnNewLine: true }]
    if (source.charCodeAt(start) === 47 && !canBeDivided(tokens.at(-1)))
      context.fail('browser-javascript', 'This uses browser JavaScript: a regular expression. Lists still work.', start)
    const [kind, end] = tokenAt(context, start, to)
    tokens.push({ kind, text: source.slice(start, end), at: start, end, isOnNewLine })
    at = end
  }
}

function blanksEnd({ source, fail }: TokenContext, from: number, to: number): number {
  let at = skip(blanks, source, from)
  while (at < to && source.startsWith('/*', at)) {
    const length = source.slice(at + 2, to).indexOf('*/')
    if (length < 0) fail('syntax', 'This /* is never closed.', at)
    at = skip(blanks, source, at + 2 + length + 2)
  }
  return at
}

/** Whether a `/` after this divides. Else it begins a pattern, in which any sign may stand. */
function canBeDivided(before: Token | undefined): boolean {
  if (before === undefined) return false
  return before.kind === 'sign'
    ? /^(?:[)\]}]|\+\+|--)$/.test(before.text)
    : !reservedWords.has(before.text) || before.text === 'this'
}

function tokenAt(context: TokenContext, at: number, to: number): readonly [Token['kind'], number] {
  const { source } = context
  const first = source.charAt(at)
  if (first === '"' || first === "'" || first === '`') {
    const end = first === '`' ? backtickEnd(source, at, to) : quoteEnd(source, at, to)
    if (end < 0) context.fail('syntax', `The quote ${first} is never closed.`, at)
    return ['quoted', end + 1]
  }
  for (const [kind, pattern] of [
    ['number', number],
    ['name', name],
    ['sign', sign],
  ] as const) {
    const end = skip(pattern, source, at)
    if (end > at && end <= to) return [kind, end]
  }
  return context.fail('syntax', `${first} means nothing here.`, at)
}

function skip(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(source) ? pattern.lastIndex : at
}

/** `${...}` may hold quotes and braces of its own. */
function backtickEnd(source: string, at: number, to: number): number {
  for (let i = at + 1; i < to; i++) {
    const code = source.charCodeAt(i)
    if (code === 96) return i
    if (code === 92) i++
    else if (code === 36 && source.charCodeAt(i + 1) === 123) i = substitutionEnd(source, i + 1, to)
  }
  return -1
}

/** Where the `}` of a `${` is, which opens at `at`; the end when there is none. */
export function substitutionEnd(source: string, at: number, to: number): number {
  let open = 0
  for (let i = at; i < to; i++) {
    const code = source.charCodeAt(i)
    if (code === 34 || code === 39) i = Math.max(i, quoteEnd(source, i, to))
    else if (code === 123) open++
    else if (code === 125 && --open === 0) return i
  }
  return to
}
