import { outlookOf } from '../../src/status/forecast/outlook.ts'
import type { PastOutage } from '../../src/status/forecast/past-outage.ts'
import type { Forecaster } from '../../src/status/forecast/replay.ts'

/** Holdfast's forecast and the simplest ones that somebody might make instead. */
export const forecasters = {
  holdfast: (earlier) => outlookOf(earlier),
  'prior only': () => priorOnly,
  'own quantiles': (earlier) => ownQuantiles(earlier),
  Lindy: () => lindy,
} as const satisfies Readonly<Record<string, Forecaster>>

const priorOnly = outlookOf([])

/**
 * The quantiles of all earlier outages, however long this one has lasted: those that it has already passed stand where it stands
 * now. Before there are any, the prior.
 */
function ownQuantiles(earlier: readonly PastOutage[]): ReturnType<Forecaster> {
  if (earlier.length === 0) return priorOnly
  const sorted = earlier.map(({ durationMin }) => durationMin).toSorted((a, b) => a - b)
  const quantile = (p: number): number => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? 0
  const endsBy = (min: number): number => sorted.filter((one) => one <= min).length / sorted.length
  return {
    at: (elapsedMin) => ({
      q10: Math.max(elapsedMin, quantile(0.1)),
      q50: Math.max(elapsedMin, quantile(0.5)),
      q90: Math.max(elapsedMin, quantile(0.9)),
      p30: endsBy(elapsedMin + 30) - endsBy(elapsedMin),
    }),
  }
}

/** What has lasted for t goes on for another t: P(T > v) = t/v. At the start there is no t, and 5 minutes stand in. */
const lindy: ReturnType<Forecaster> = {
  at(elapsedMin) {
    const from = Math.max(5, elapsedMin)
    const left = (share: number): number => elapsedMin + from / share - from
    return { q10: left(0.9), q50: left(0.5), q90: left(0.1), p30: 30 / (from + 30) }
  },
}
