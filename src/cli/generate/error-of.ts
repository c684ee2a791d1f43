import type { Diagnostic } from '#story/generator.ts'

/** What a script is told of a failure. */
export function errorOf({ id, message, line, column, list, module }: Diagnostic): ScriptError {
  return { id, message, line, column, list, ...(module === '' ? {} : { module }) }
}

/** A failure that has no place in a generator. */
export function placelessError(id: 'unreadable-file' | 'bad-request', message: string): ScriptError {
  return { id, message, line: 0, column: 0, list: '' }
}

export interface ScriptError {
  readonly id: string
  readonly message: string
  readonly line: number
  readonly column: number
  readonly list: string
  /** The import that the place lies in. */
  readonly module?: string
}
