import type { Place } from './tree/module.ts'

/** What ends a generation. Nothing else ever leaves the interpreter. */
export const faultIds = [
  'syntax',
  'unclosed-block',
  'curly-syntax',
  'not-defined',
  'undefined-value',
  'not-a-function',
  'not-a-list',
  'function-printed',
  'empty-list',
  'no-more-items',
  'all-odds-zero',
  'import-not-found',
  'forbidden-name',
  'browser-javascript',
  'too-many-steps',
  'too-deep',
  'output-too-long',
  'too-nested',
  'source-too-large',
  'out-of-time',
] as const

/** What is worth a word to the writer and stops nothing. */
export const warningIds = [
  'unescaped-equals-sign',
  'single-equals-in-dynamic-odds',
  'single-equals-in-if-else-condition',
  'square-brackets-wrapping-variable-name-within-square-block',
  'duplicate-top-level-list-name',
  'unusable-list-name',
  'odd-indent',
  'skipped-level',
  'malformed-odds',
  'meta-unknown-key',
  'unknown-import',
  'no-output-in-module',
  'if-after-comma',
  'unused-list',
  'endless-list',
] as const

export type FaultId = (typeof faultIds)[number]
export type WarningId = (typeof warningIds)[number]

export interface Diagnostic {
  readonly id: FaultId | WarningId
  readonly severity: 'error' | 'warning'
  /** For people. Names the word concerned and, where it helps, what to write instead. */
  readonly message: string
  /** Both count from 1. */
  readonly line: number
  readonly column: number
  /** The top-level list that the place lies in; empty above the first one. */
  readonly list: string
  /** The import that the place lies in; empty for the generator itself. */
  readonly module: string
  readonly snippet: string
}

/** Thrown inside the interpreter, and turned into a value at its doors. */
export class GeneratorFault extends Error {
  readonly id: FaultId
  readonly place: Place

  constructor(id: FaultId, message: string, place: Place) {
    super(message)
    this.id = id
    this.place = place
  }
}
