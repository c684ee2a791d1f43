import { GeneratorFault } from '../fault.ts'
import { curlyBlocks, nestingOf, squareEnd, type Curly } from './brackets.ts'
import { mostPieces, type ParseContext } from './context.ts'
import { escaped } from './escapes.ts'
import { splitOdds } from './odds.ts'
import type { Expression } from './expression.ts'
import type { Option, TextPart } from './text.ts'

const wholeNumbers = /^(\d+)-(\d+)$/
const letters = /^(?:([a-z])-([a-z])|([A-Z])-([A-Z]))$/
const imports = /^import:\s*([^\s{}[\]|]+)\s*$/

/** Reads a text. `quote` is the quote that stands around it in an expression, which a backslash takes the meaning of. */
export function parseText(context: ParseContext, from: number, to: number, quote = ''): readonly TextPart[] {
  const { source, nesting } = context
  if (nestingOf(source, from, to) > nesting) {
    return [broken(from, () => context.fail('too-nested', `Brackets lie more than ${nesting} deep.`, from))]
  }
  const reader = { ...context, quote, curly: curlyBlocks(source, from, to) }
  return parseParts(reader, from, to)
}

interface Reader extends ParseContext {
  readonly quote: string
  readonly curly: ReadonlyMap<number, Curly>
}

function parseParts(reader: Reader, from: number, to: number): readonly TextPart[] {
  const { source, quote } = reader
  const parts: TextPart[] = []
  let literal = ''
  let start = from
  for (let i = from; i < to; i++) {
    const code = source.charCodeAt(i)
    if (code === 92 && i + 1 < to) {
      const next = source.charAt(i + 1)
      literal += source.slice(start, i) + (next === quote ? quote : escaped(next))
      start = ++i + 1
    } else if (code === 91 || code === 123) {
      const [part, end] = code === 91 ? parseSquare(reader, i, to) : parseCurly(reader, i, to)
      literal += source.slice(start, i)
      if (literal !== '') parts.push(literal)
      parts.push(part)
      literal = ''
      start = end
      i = end - 1
    }
  }
  literal += source.slice(start, to)
  if (literal !== '') parts.push(literal)
  return parts
}

type Parsed = readonly [part: TextPart, end: number]

function parseSquare(reader: Reader, at: number, to: number): Parsed {
  const end = squareEnd(reader.source, at, to)
  if (end < 0) return [unclosed(reader, at, '['), to]
  const read = (): TextPart => ({ kind: 'square', at, end, expression: reader.block(at + 1, end) })
  return [broken(at, read), end + 1]
}

function parseCurly(reader: Reader, at: number, to: number): Parsed {
  const block = reader.curly.get(at)
  if (block === undefined || block.end >= to) return [unclosed(reader, at, '{'), to]
  const { bars, end } = block
  if (bars.length > mostPieces)
    return [broken(at, () => reader.fail('source-too-large', 'This block is too long.', at)), end + 1]
  if (bars.length > 0) return [{ kind: 'options', at, options: parseOptions(reader, at, block) }, end + 1]
  return [broken(at, () => parseSimple(reader, at, end)), end + 1]
}

function parseOptions(reader: Reader, at: number, { bars, end }: Curly): readonly Option[] {
  return [...bars, end].map((to, place) => parseOption(reader, place === 0 ? at + 1 : (bars[place - 1] ?? at) + 1, to))
}

function parseOption(reader: Reader, from: number, to: number): Option {
  const { textEnd, odds, malformedAt } = splitOdds(reader.source, from, to)
  if (malformedAt !== undefined) {
    reader.warn(
      'malformed-odds',
      'What stands after this ^ is no number, so it is plain text: write \\^ for a ^.',
      malformedAt,
    )
  }
  const parts = parseParts(reader, from, textEnd)
  const weighed = typeof odds === 'number' ? odds : parseOdds(reader, odds.from, odds.to)
  return { parts, odds: weighed, from, to: textEnd }
}

/** Reads the expression of dynamic odds. */
export function parseOdds(context: ParseContext, from: number, to: number): Expression {
  const expression = context.block(from, to)
  if (expression.kind === 'assign' && expression.sign === '=') {
    context.warn('single-equals-in-dynamic-odds', 'A single = stores; to compare write ==.', expression.at)
  }
  return expression
}

function parseSimple(reader: Reader, at: number, end: number): TextPart {
  const inside = reader.source.slice(at + 1, end)
  if (inside === 'a' || inside === 'A' || inside === 's') return { kind: 'mark', at, mark: inside }
  const [, low, high] = wholeNumbers.exec(inside) ?? []
  if (low !== undefined) return range('whole', at, [Number(low), Number(high)])
  const [, small, smallTo, capital, capitalTo] = letters.exec(inside) ?? []
  const [first, last] = [small ?? capital, smallTo ?? capitalTo]
  if (first !== undefined && last !== undefined) return range('letter', at, [first.charCodeAt(0), last.charCodeAt(0)])
  const [, name] = imports.exec(inside) ?? []
  if (name !== undefined) return { kind: 'import', at, name }
  return reader.fail(
    'curly-syntax',
    `{${inside.slice(0, 40)}} doesn't appear to have the correct syntax: {x|y}, {1-6}, {a-z}, {a}, {s} and {import:name} are what there is.`,
    at,
  )
}

function range(kind: 'whole' | 'letter', at: number, [one, other]: readonly [number, number]): TextPart {
  return { kind, at, from: Math.min(one, other), to: Math.max(one, other) }
}

function unclosed(reader: Reader, at: number, bracket: string): TextPart {
  return broken(at, () =>
    reader.fail('unclosed-block', `This ${bracket} is never closed: write \\${bracket} if it is meant as text.`, at),
  )
}

/** What was read, or what stands for it if it could not be. */
function broken(at: number, read: () => TextPart): TextPart {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof GeneratorFault)) throw error
    return { kind: 'broken', at, fault: error }
  }
}
