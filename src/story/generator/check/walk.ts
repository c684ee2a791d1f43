import type { Expression, Statement } from '../syntax/expression.ts'
import type { TextPart } from '../syntax/text.ts'

/** Any piece of what was parsed. */
export type Piece = TextPart | Expression | Statement

/** Calls `visit` with every piece of these, each before what lies in it. */
export function walk(pieces: Iterable<Piece>, visit: (piece: Piece) => void): void {
  const waiting: Piece[] = [...pieces].toReversed()
  for (let piece = waiting.pop(); piece !== undefined; piece = waiting.pop()) {
    visit(piece)
    for (const inner of within(piece).toReversed()) waiting.push(inner)
  }
}

function within(piece: Piece): readonly Piece[] {
  if (typeof piece === 'string') return []
  switch (piece.kind) {
    case 'square':
      return [piece.expression]
    case 'options':
      return piece.options.flatMap(({ parts, odds }): readonly Piece[] =>
        typeof odds === 'number' ? parts : [...parts, odds],
      )
    case 'text':
      return piece.parts
    case 'joined':
      return piece.pieces.flatMap((inner: Expression | readonly Piece[]) => some(inner))
    case 'member':
      return [piece.object, ...(typeof piece.key === 'string' ? [] : [piece.key])]
    case 'call':
      return [piece.callee, ...piece.args]
    case 'unary':
      return [piece.operand]
    case 'update':
      return [piece.target]
    case 'binary':
    case 'logical':
      return [piece.left, piece.right]
    case 'choice':
      return [piece.condition, piece.yes, piece.no]
    case 'assign':
      return [piece.target, piece.value]
    case 'arrow':
      return some(piece.body)
    case 'array':
      return piece.items
    case 'record':
      return piece.entries.map(([, value]) => value)
    case 'sequence':
      return piece.parts
    case 'run':
      return [piece.expression]
    case 'declare':
      return piece.names.flatMap(({ value }) => (value === undefined ? [] : [value]))
    case 'return':
      return present(piece.value)
    case 'if':
      return [piece.condition, piece.yes, ...present(piece.no)]
    case 'block':
      return piece.statements
    case 'loop':
      return [...present(piece.first), ...present(piece.condition), ...present(piece.next), piece.body]
    case 'for-of':
      return [piece.of, piece.body]
    // These hold nothing.
    case 'literal':
    case 'name':
    case 'this':
    case 'whole':
    case 'letter':
    case 'mark':
    case 'import':
    case 'broken':
    case 'break':
    case 'continue':
      return []
  }
}

function some(piece: Expression | readonly Piece[]): readonly Piece[] {
  return 'kind' in piece ? [piece] : piece
}

function present<T>(piece: T | undefined): readonly T[] {
  return piece === undefined ? [] : [piece]
}
