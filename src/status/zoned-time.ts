/** A moment in a zone's own time, in pieces; the zone is always one of them. */
export interface ZonedTime {
  readonly day: string
  /** `Nov`. */
  readonly month: string
  readonly year: string
  /** `22:10`. */
  readonly time: string
  /** `CET`, or `GMT+9` where English has no name for it. */
  readonly zone: string
}

export function zonedTime(at: number, timeZone: string): ZonedTime {
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
  return {
    day: part('day'),
    month: part('month'),
    year: part('year'),
    time: `${part('hour')}:${part('minute')}`,
    zone: part('timeZoneName'),
  }
}

/** `22 Nov 2026, 22:10 CET`. */
export function zonedMoment(at: number, timeZone: string): string {
  const { day, month, year, time, zone } = zonedTime(at, timeZone)
  return `${day} ${month} ${year}, ${time} ${zone}`
}

// To make one takes longer than to use it a hundred times, and a page shows a hundred times in one zone.
let latest: { readonly timeZone: string; readonly format: Intl.DateTimeFormat } | undefined

function formatFor(timeZone: string): Intl.DateTimeFormat {
  if (latest?.timeZone !== timeZone) {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    })
    latest = { timeZone, format }
  }
  return latest.format
}
