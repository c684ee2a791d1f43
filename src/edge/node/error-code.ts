/** The system's or Node's code of an error: `ECONNREFUSED`, `HPE_INVALID_CONSTANT`; empty where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
