import type { ParseContext } from './context.ts'
import type { Expression } from './expression.ts'
import { parseText } from './parse-text.ts'
import type { TextPart } from './text.ts'
import { substitutionEnd, type Token } from './tokens.ts'

type ReadWithin = (from: number, to: number) => Expression

/** A text in quotes: a template when blocks stand in it, and else just what it says. */
export function parseQuoted(context: ParseContext, { text, at, end }: Token, readWithin: ReadWithin): Expression {
  if (text.startsWith('`') && text.includes('${')) return joined(context, { at, end, readWithin })
  const parts = partsOf(context, { from: at + 1, to: end - 1, quote: text.charAt(0) })
  const [first = '', ...more] = parts
  return more.length === 0 && typeof first === 'string'
    ? { kind: 'literal', at, value: first }
    : { kind: 'text', at, end, parts }
}

interface Piece {
  readonly from: number
  readonly to: number
  readonly quote: string
}

/** Quoted text with a bracket in it that begins no block is plain text, bracket and all. */
function partsOf(context: ParseContext, { from, to, quote }: Piece): readonly TextPart[] {
  const raw = context.source.slice(from, to)
  if (!/[[{\\]/.test(raw)) return [raw]
  const parts = parseText(context, from, to, quote)
  const isBroken = (part: TextPart): boolean =>
    typeof part !== 'string' && part.kind === 'broken' && !isRefusal(part.fault.id)
  return parts.some(isBroken) ? [raw] : parts
}

/** What is a block well enough, and one that must not run. */
function isRefusal(id: string): boolean {
  return id === 'too-nested' || id === 'forbidden-name' || id === 'browser-javascript'
}

/** `` `text ${expr}` `` */
function joined(
  context: ParseContext,
  { at, end, readWithin }: { at: number; end: number; readWithin: ReadWithin },
): Expression {
  const pieces: (readonly TextPart[] | Expression)[] = []
  const { source } = context
  let start = at + 1
  for (let i = start; i < end - 1; i++) {
    if (source.charAt(i) === '\\') i++
    else if (source.startsWith('${', i)) {
      const close = substitutionEnd(source, i + 1, end - 1)
      if (close >= end - 1) context.fail('syntax', 'This ${ is never closed.', i)
      pieces.push(partsOf(context, { from: start, to: i, quote: '`' }), readWithin(i + 2, close))
      start = close + 1
      i = close
    }
  }
  return { kind: 'joined', at, pieces: [...pieces, partsOf(context, { from: start, to: end - 1, quote: '`' })] }
}
