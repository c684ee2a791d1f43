import { leanByCause } from './by-cause.ts'
import { priorClasses, type ClassId, type OutageClass } from './classes.ts'
import { learnClasses, softmax } from './learn-classes.ts'
import { logUpperTail } from './normal.ts'
import { ownCurve, type LogSurvival } from './own-curve.ts'
import { isFinished, recentOutages, type PastOutage } from './past-outage.ts'

/** What is to be expected of an outage that has lasted for a while. Minutes are of all of it, counted from its start. */
export interface Forecast {
  readonly q10: number
  readonly q50: number
  readonly q90: number
  /** The probability that it is over within the next 30 minutes. */
  readonly p30: number
  readonly classes: readonly { readonly id: ClassId; readonly p: number }[]
  /** How many outages of the past it is made of. */
  readonly n: number
}

/** What outages are like at one site, for any age of the next one. */
export interface Outlook {
  readonly at: (elapsedMin: number) => Forecast
}

/** With so many finished outages, what was seen here and the classes have an equal say. */
const evenAt = 30

/** Classes learnt from few outages look more certain than they are. */
const widening = 1.05

/** `history` has the oldest first. `cause` is that of the outage to come, if it is known. */
export function outlookOf(history: readonly PastOutage[], cause?: string): Outlook {
  const outages = recentOutages(history)
  const prior = cause === undefined ? priorClasses : leanByCause(priorClasses, outages, cause)
  const classes = learnClasses(prior, outages)
  const finished = outages.filter(isFinished).length
  const survival = blended(classes, ownCurve(outages), finished / (finished + evenAt))
  return {
    at(elapsedMin) {
      const left = survival(elapsedMin)
      const quantile = (p: number): number => firstWhere(elapsedMin, (min) => survival(min) <= left + Math.log1p(-p))
      return {
        q10: quantile(0.1),
        q50: quantile(0.5),
        q90: quantile(0.9),
        p30: -Math.expm1(survival(elapsedMin + 30) - left),
        classes: classesAt(classes, elapsedMin),
        n: outages.length,
      }
    },
  }
}

/** Logarithms, because what is left after a very long time is 0 in a double, and nothing can be divided by that. */
function blended(classes: readonly OutageClass[], own: LogSurvival, ownShare: number): LogSurvival {
  return function logSurvival(min) {
    if (min <= 0) return 0
    const parts = classes.map((of) => Math.log((1 - ownShare) * of.weight) + logLonger(of, min))
    return logSum(ownShare === 0 ? parts : [...parts, Math.log(ownShare) + own(min)])
  }
}

function classesAt(classes: readonly OutageClass[], elapsedMin: number): Forecast['classes'] {
  const shares = softmax(classes.map((of) => Math.log(of.weight) + logLonger(of, elapsedMin)))
  return classes.map(({ id }, k) => ({ id, p: shares[k] ?? 0 }))
}

function logLonger({ mean, spread }: OutageClass, min: number): number {
  return logUpperTail((Math.log(min) - mean) / (widening * spread))
}

function logSum(logs: readonly number[]): number {
  const most = Math.max(...logs)
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0))
}

/** The least number from `from` on for which `holds`, which then holds for all that are greater. */
function firstWhere(from: number, holds: (value: number) => boolean): number {
  if (holds(from)) return from
  let low = from
  let high = Math.max(1, from)
  while (high < Number.MAX_VALUE && !holds(high)) high = Math.min(Number.MAX_VALUE, high * 2)
  // To the last bit: where many outages lasted equally long, that very number is the answer, and not one beside it.
  for (;;) {
    const middle = low + (high - low) / 2
    if (middle <= low || middle >= high) return high
    if (holds(middle)) high = middle
    else low = middle
  }
}
