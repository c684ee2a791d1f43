// What an editor of generators needs to know of the language. It is far less than what rolls them.
export { piecesOf } from './generator/writing/pieces.ts'
export type { LinePiece, PieceKind } from './generator/writing/pieces.ts'
export { membersOf, outlineOf } from './generator/writing/outline.ts'
export type { OutlineLine } from './generator/writing/outline.ts'
export { memberWords } from './generator/writing/member-words.ts'
