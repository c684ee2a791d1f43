/** A moment in UTC, with its zone: `2026-11-30 22:10:05 UTC`. What is no moment of any calendar is said to be none. */
export function utc(at: number): string {
  return written(at, 'YYYY-MM-DD HH:MM:SS'.length)
}

/** The same to the minute: `2026-11-30 22:10 UTC`. */
export function utcMinute(at: number): string {
  return written(at, 'YYYY-MM-DD HH:MM'.length)
}

function written(at: number, letters: number): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime())
    ? `no moment (${at})`
    : `${date.toISOString().slice(0, letters).replace('T', ' ')} UTC`
}
