import type { Forecast } from './outlook.ts'

/** A forecast and what came of it. */
export interface Case {
  readonly elapsedMin: number
  readonly durationMin: number
  readonly forecast: Pick<Forecast, 'q10' | 'q50' | 'q90' | 'p30'>
}

/** How good forecasts were, on average. All but `cases` are null when there was none. */
export interface Score {
  readonly cases: number
  /** The share of outages that ended within q10 and q90: .8 if the odds are honest. */
  readonly coverage: number | null
  /** The share of outages that ended by q50: .5 if the centre is right. */
  readonly underMedian: number | null
  /** The pinball loss of the three quantiles on ln(minutes left + 1). Less is better. */
  readonly pinball: number | null
  /** The squared error of p30. Less is better. */
  readonly brier: number | null
}

export function scoreOf(cases: readonly Case[]): Score {
  const mean = (value: (one: Case) => number): number | null =>
    cases.length === 0 ? null : cases.reduce((sum, one) => sum + value(one), 0) / cases.length
  return {
    cases: cases.length,
    coverage: mean(({ durationMin, forecast: { q10, q90 } }) => Number(durationMin >= q10 && durationMin <= q90)),
    underMedian: mean(({ durationMin, forecast: { q50 } }) => Number(durationMin <= q50)),
    pinball: mean(pinballLoss),
    brier: mean(
      ({ durationMin, elapsedMin, forecast: { p30 } }) => (p30 - Number(durationMin <= elapsedMin + 30)) ** 2,
    ),
  }
}

function pinballLoss({ durationMin, elapsedMin, forecast: { q10, q50, q90 } }: Case): number {
  const actual = Math.log1p(durationMin - elapsedMin)
  const loss = (p: number, quantile: number): number => {
    const missed = actual - Math.log1p(quantile - elapsedMin)
    return missed >= 0 ? p * missed : (p - 1) * missed
  }
  return (loss(0.1, q10) + loss(0.5, q50) + loss(0.9, q90)) / 3
}
