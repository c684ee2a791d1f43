/** A moment in UTC, with its zone. What is no moment of any calendar is said to be none. */
export function utc(at: number): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? `no moment (${at})` : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
