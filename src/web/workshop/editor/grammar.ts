import { StreamLanguage, type StreamParser } from '@codemirror/language'
import { Tag, tags } from '@lezer/highlight'
import { piecesOf, type LinePiece, type PieceKind } from '#story/generator-writing.ts'

/** What a piece is to whatever gives it its colour. */
export const pieceTags: Readonly<Record<PieceKind, Tag>> = {
  comment: tags.comment,
  list: Tag.define(),
  property: tags.propertyName,
  function: tags.definition(tags.name),
  sign: tags.punctuation,
  odds: Tag.define(),
  escape: tags.escape,
  name: tags.variableName,
  member: Tag.define(),
  quoted: tags.string,
  number: tags.number,
  keyword: tags.keyword,
  choice: tags.atom,
  broken: tags.invalid,
}

interface Reading {
  /** The level of the function whose body this is; Infinity outside of functions. */
  bodyOf: number
  pieces: readonly LinePiece[]
  next: number
}

/** Reads line by line, as the language itself does, so that only what is in sight has to be read. */
const parser: StreamParser<Reading> = {
  name: 'generator',
  startState: () => ({ bodyOf: Infinity, pieces: [], next: 0 }),
  copyState: (reading) => ({ ...reading }),
  tokenTable: pieceTags,
  token(stream, reading) {
    if (stream.sol()) beginLine(reading, stream.string)
    const piece = reading.pieces[reading.next]
    if (piece === undefined) stream.skipToEnd()
    else if (stream.pos < piece.from) stream.pos = piece.from
    else {
      stream.pos = piece.to
      reading.next++
      return piece.kind
    }
    return null
  },
}

function beginLine(reading: Reading, line: string): void {
  const level = levelOf(line)
  if (level <= reading.bodyOf) reading.bodyOf = Infinity
  const isBody = level > reading.bodyOf
  reading.pieces = piecesOf(line, isBody)
  reading.next = 0
  if (!isBody && reading.pieces[0]?.kind === 'function' && /=>\s*(?:\/\/.*)?$/.test(line)) reading.bodyOf = level
}

/** How far in a line begins: one tab, or two spaces, is a level. */
export function levelOf(line: string): number {
  const [indent = ''] = /^[\t ]*/.exec(line) ?? []
  const tabs = indent.replaceAll(' ', '').length
  return tabs + ((indent.length - tabs) >> 1)
}

export const generatorLanguage: StreamLanguage<unknown> = StreamLanguage.define(parser)
