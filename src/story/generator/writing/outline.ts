import { equalsSign, functionHead } from '../reading/classify.ts'
import { readLines, type Line } from '../reading/lines.ts'
import { splitOdds } from '../syntax/odds.ts'

/** A line of a generator, and what it is in it. */
export interface OutlineLine {
  readonly kind: 'list' | 'property' | 'function' | 'body'
  /** Without odds; of a line in a function's body, empty. */
  readonly name: string
  /** One tab, or two spaces, is a level. */
  readonly level: number
  /** Where it begins and ends in the source. */
  readonly start: number
  readonly end: number
}

/** The lines of a source that say something, in their order: lists and items alike are lists here. */
export function outlineOf(source: string): readonly OutlineLine[] {
  const lines: OutlineLine[] = []
  let bodyOf = Infinity
  for (const line of readLines(source)) {
    if (line.level <= bodyOf) bodyOf = Infinity
    const { level, start, end } = line
    const [kind, name, isLong] = line.level > bodyOf ? inBody : lineKind(source, line)
    lines.push({ kind, name, level, start, end })
    if (isLong) bodyOf = level
  }
  return lines
}

type Kind = readonly [kind: OutlineLine['kind'], name: string, hasBodyBelow: boolean]

const inBody: Kind = ['body', '', false]

function lineKind(source: string, { from, to, hasEquals, hasCaret }: Line): Kind {
  const head = hasEquals ? functionHead(source, from, to) : undefined
  if (head !== undefined) return ['function', head.name, source.slice(head.bodyFrom, to).trim() === '']
  const name = hasEquals ? equalsSign(source, from, to)?.name : undefined
  if (name !== undefined) return ['property', name, false]
  return ['list', source.slice(from, hasCaret ? splitOdds(source, from, to).textEnd : to), false]
}

/** What lies one level below a line: of an item nobody wrote anything under, nothing. */
export function membersOf(outline: readonly OutlineLine[], owner: OutlineLine): readonly OutlineLine[] {
  const below = outline.slice(outline.indexOf(owner) + 1)
  const end = below.findIndex(({ level }) => level <= owner.level)
  const within = end < 0 ? below : below.slice(0, end)
  const first = Math.min(...within.map(({ level }) => level))
  return within.filter(({ level, kind }) => level === first && kind !== 'body')
}
