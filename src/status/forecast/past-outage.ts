/** One outage of the past, as measured. */
export interface PastOutage {
  readonly durationMin: number
  /** It was not over when it was last looked at, so that it lasted longer than `durationMin`. */
  readonly censored?: boolean | undefined
  readonly cause?: string | undefined
}

/** Services change: older outages say little about the next one. */
const mostRecent = 150

/** Nothing is measured in less than a second, and the logarithm of 0 is no number. */
const shortestMin = 1 / 60

/** The newest outages, of which a forecast is made. `history` has the oldest first. */
export function recentOutages(history: readonly PastOutage[]): readonly PastOutage[] {
  return history
    .slice(-mostRecent)
    .map((outage) => ({ ...outage, durationMin: Math.max(shortestMin, outage.durationMin) }))
}

export function isFinished({ censored }: PastOutage): boolean {
  return censored !== true
}
