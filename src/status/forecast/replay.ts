import { outlookOf } from './outlook.ts'
import { isFinished, type PastOutage } from './past-outage.ts'
import { scoreOf, type Case, type Score } from './score.ts'

/** The ages of an outage at which a forecast is scored, in minutes. */
export const checkpoints = [0, 10, 30, 60, 120, 240] as const

/** Anything that forecasts the next outage from the earlier ones. */
export type Forecaster = (earlier: readonly PastOutage[]) => {
  readonly at: (elapsedMin: number) => Case['forecast']
}

export interface Replay {
  readonly all: Score
  readonly ages: readonly (Score & { readonly elapsedMin: number })[]
}

/** How the forecasts would have done, had each outage of this history been forecast from the earlier ones alone. */
export function replay(history: readonly PastOutage[]): Replay {
  return replayOf(history.flatMap((_, index) => casesOf(history, index, (earlier) => outlookOf(earlier))))
}

/** Scores at each checkpoint, and of all. */
export function replayOf(cases: readonly Case[]): Replay {
  const ages = checkpoints.map((elapsedMin) => ({
    elapsedMin,
    ...scoreOf(cases.filter((one) => one.elapsedMin === elapsedMin)),
  }))
  return { all: scoreOf(cases), ages }
}

/** The outage with this index, forecast at each checkpoint that it outlasted. One that is not known to be over has no score. */
export function casesOf(history: readonly PastOutage[], index: number, forecaster: Forecaster): readonly Case[] {
  const outage = history[index]
  if (outage === undefined || !isFinished(outage)) return []
  // Causes are not told: when an outage began, nobody had yet written down what its cause was.
  const outlook = forecaster(history.slice(0, index))
  return checkpoints
    .filter((elapsedMin) => outage.durationMin > elapsedMin)
    .map((elapsedMin) => ({ elapsedMin, durationMin: outage.durationMin, forecast: outlook.at(elapsedMin) }))
}
