/** A moment with milliseconds and `Z`, as Statuspage writes it. */
export function isoOf(at: number): string {
  return new Date(at).toISOString()
}
