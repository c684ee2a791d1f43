import type { FaultId, WarningId } from '../fault.ts'
import type { Expression } from './expression.ts'

/** What parsing needs besides the text. */
export interface ParseContext {
  readonly source: string
  readonly nesting: number
  /** Reads what stands between the brackets of a square block: texts hold blocks, and blocks hold texts again. */
  readonly block: (from: number, to: number) => Expression
  readonly fail: (id: FaultId, message: string, at: number) => never
  readonly warn: (id: WarningId, message: string, at: number) => void
}

/** Options in a curly block, or words and signs in a square one: more is no text that anybody wrote. */
export const mostPieces = 100_000
