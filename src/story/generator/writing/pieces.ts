import { equalsSign, functionHead } from '../reading/classify.ts'
import { readLines, type Line } from '../reading/lines.ts'
import { curlyBlocks, squareEnd, type Curly } from '../syntax/brackets.ts'
import { splitOdds } from '../syntax/odds.ts'
import { tokenize, type Token } from '../syntax/tokens.ts'

/** What a part of a line is, as far as it can be seen from the line itself. What is in no piece is plain text. */
export type PieceKind =
  | 'comment'
  | 'list'
  | 'property'
  | 'function'
  | 'sign'
  | 'odds'
  | 'escape'
  | 'name'
  | 'member'
  | 'quoted'
  | 'number'
  | 'keyword'
  | 'choice'
  | 'broken'

export interface LinePiece {
  readonly from: number
  readonly to: number
  readonly kind: PieceKind
}

/** A line that is longer is no text that anybody reads by its colours. */
const longest = 10_000

/** The pieces of one line, in their order. `isBody`: it belongs to a function. */
export function piecesOf(line: string, isBody: boolean): readonly LinePiece[] {
  const pieces: LinePiece[] = []
  if (line.length > longest) return pieces
  const [read] = readLines(line)
  const end = read?.to ?? 0
  if (read !== undefined) addLine({ source: line, pieces }, read, isBody)
  const rest = line.slice(end)
  if (rest.trim() !== '')
    pieces.push({ from: end + rest.length - rest.trimStart().length, to: line.length, kind: 'comment' })
  return pieces
}

interface Painting {
  readonly source: string
  readonly pieces: LinePiece[]
}

function add({ pieces }: Painting, from: number, to: number, kind: PieceKind): void {
  if (to > from) pieces.push({ from, to, kind })
}

function addLine(painting: Painting, { from, to, level }: Line, isBody: boolean): void {
  const { source } = painting
  if (isBody) return addExpression(painting, from, to)
  const head = functionHead(source, from, to)
  if (head !== undefined) return addFunction(painting, from, head.bodyFrom, to)
  const equals = equalsSign(source, from, to)
  if (equals?.name !== undefined) return addProperty(painting, from, equals.at, to)
  if (level > 0) return addWithOdds(painting, from, to)
  const { textEnd } = splitOdds(source, from, to)
  add(painting, from, textEnd, 'list')
  addOdds(painting, textEnd, to)
}

function addFunction(painting: Painting, from: number, bodyFrom: number, to: number): void {
  const nameEnd = painting.source.indexOf('(', from)
  add(painting, from, nameEnd, 'function')
  addExpression(painting, nameEnd, bodyFrom)
  addExpression(painting, bodyFrom, to)
}

function addProperty(painting: Painting, from: number, equalsAt: number, to: number): void {
  const name = painting.source.slice(from, equalsAt).trimEnd()
  add(painting, from, from + name.length, 'property')
  add(painting, equalsAt, equalsAt + 1, 'sign')
  addText(painting, equalsAt + 1, to)
}

/** An item or a choice: its text, and the odds behind it. */
function addWithOdds(painting: Painting, from: number, to: number, curly?: ReadonlyMap<number, Curly>): void {
  const { textEnd } = splitOdds(painting.source, from, to)
  addText(painting, from, textEnd, curly)
  addOdds(painting, textEnd, to)
}

function addOdds(painting: Painting, from: number, to: number): void {
  const caret = painting.source.indexOf('^', from)
  if (caret < 0 || caret >= to) return
  const open = painting.source.indexOf('[', caret)
  if (open < 0 || open >= to) return add(painting, caret, to, 'odds')
  const end = Math.max(open, painting.source.lastIndexOf(']', to - 1))
  add(painting, caret, open + 1, 'odds')
  addExpression(painting, open + 1, end)
  add(painting, end, end + 1, 'odds')
}

function addText(painting: Painting, from: number, to: number, known?: ReadonlyMap<number, Curly>): void {
  const { source } = painting
  const curly = known ?? curlyBlocks(source, from, to)
  for (let at = from; at < to; at++) {
    const code = source.charCodeAt(at)
    if (code === 92) {
      add(painting, at, Math.min(at + 2, to), 'escape')
      at++
    } else if (code === 91) at = addSquare(painting, at, to)
    else if (code === 123) at = addCurly(painting, at, to, curly)
  }
}

/** Answers with the place of its end. */
function addSquare(painting: Painting, at: number, to: number): number {
  const end = squareEnd(painting.source, at, to)
  if (end < 0) {
    add(painting, at, to, 'broken')
    return to
  }
  add(painting, at, at + 1, 'sign')
  addExpression(painting, at + 1, end)
  add(painting, end, end + 1, 'sign')
  return end
}

function addCurly(painting: Painting, at: number, to: number, curly: ReadonlyMap<number, Curly>): number {
  const block = curly.get(at)
  if (block === undefined || block.end >= to) {
    add(painting, at, to, 'broken')
    return to
  }
  const { bars, end } = block
  add(painting, at, at + 1, 'sign')
  if (bars.length === 0) add(painting, at + 1, end, 'choice')
  let from = at + 1
  for (const bar of bars.length === 0 ? [] : [...bars, end]) {
    addWithOdds(painting, from, bar, curly)
    if (bar < end) add(painting, bar, bar + 1, 'sign')
    from = bar + 1
  }
  add(painting, end, end + 1, 'sign')
  return end
}

const keywords: ReadonlySet<string> = new Set(
  'if else this true false null undefined typeof return let const var for of while break continue async'.split(' '),
)

function addExpression(painting: Painting, from: number, to: number): void {
  let before = ''
  for (const token of tokensIn(painting.source, from, to)) {
    add(painting, token.at, token.end, kindOf(token, before))
    before = token.text
  }
}

function kindOf({ kind, text }: Token, before: string): PieceKind {
  if (kind === 'quoted' || kind === 'number') return kind
  if (kind !== 'name') return 'sign'
  if (before === '.' || before === '?.') return 'member'
  return keywords.has(text) ? 'keyword' : 'name'
}

/** None where it cannot be read: then it has no colours while it is being written. */
function tokensIn(source: string, from: number, to: number): readonly Token[] {
  try {
    return tokenize({ source, fail: () => unreadable() }, from, to)
  } catch (error) {
    if (error instanceof Unreadable) return []
    throw error
  }
}

class Unreadable extends Error {}

function unreadable(): never {
  throw new Unreadable()
}
