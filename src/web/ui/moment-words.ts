/** A moment as a person would say it now: the time alone on the same day, the day with it on any other. */
export function momentWords(at: number, now: number): string {
  return isSameDay(at, now) ? timeOf(at) : `${dayOf(at, now)}, ${timeOf(at)}`
}

/** The same inside a sentence, after a verb. */
export function dayAndTime(at: number, now: number): string {
  return isSameDay(at, now) ? `today at ${timeOf(at)}` : `on ${dayOf(at, now)} at ${timeOf(at)}`
}

function isSameDay(at: number, now: number): boolean {
  return new Date(at).toDateString() === new Date(now).toDateString()
}

function timeOf(at: number): string {
  return new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}

function dayOf(at: number, now: number): string {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  const year = isThisYear ? {} : ({ year: 'numeric' } as const)
  return new Date(at).toLocaleDateString([], { day: 'numeric', month: 'long', ...year })
}
