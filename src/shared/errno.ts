/** The system's name for what went wrong (`ECONNREFUSED`), however deep in the chain of causes it lies. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code
  if (error instanceof AggregateError) {
    const first = error.errors.map(errnoOf).find((code) => code !== undefined)
    if (first !== undefined) return first
  }
  return errnoOf(error.cause)
}
