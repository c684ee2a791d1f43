import { isFinished, type PastOutage } from './past-outage.ts'

/** The logarithm of the share of outages that last longer than `min`. */
export type LogSurvival = (min: number) => number

/** The end of an outage, and the share that lasts longer. */
interface End {
  readonly min: number
  readonly survival: number
}

/**
 * How long this site's own outages lasted: Kaplan and Meier's estimate with one more at risk than there were, so that
 * something always lies beyond the longest. Between two ends it is straight in ln(min). Beyond the longest it falls as 1/min,
 * or else the forecast for an outage that outlasts all others would have no end.
 */
export function ownCurve(outages: readonly PastOutage[]): LogSurvival {
  const ends = endsOf(outages)
  const longest = Math.max(...outages.map(({ durationMin }) => durationMin))
  const beyond = ends.at(-1)?.survival ?? 1
  return function logSurvival(min) {
    if (min >= longest) return Math.log(beyond) + Math.log(longest) - Math.log(min)
    const next = firstAfter(ends, min)
    const [before, after] = [ends[next - 1], ends[next]]
    if (before === undefined) return 0
    if (after === undefined) return Math.log(beyond)
    const way = Math.log(min / before.min) / Math.log(after.min / before.min)
    return Math.log(before.survival + way * (after.survival - before.survival))
  }
}

/** One for each finished outage, the shortest first. */
function endsOf(outages: readonly PastOutage[]): readonly End[] {
  const sorted = outages.toSorted(
    (a, b) => a.durationMin - b.durationMin || Number(isFinished(b)) - Number(isFinished(a)),
  )
  let survival = 1
  const ends = sorted.map((outage, i) => {
    if (isFinished(outage)) survival *= 1 - 1 / (sorted.length - i + 1)
    return { min: outage.durationMin, survival, isEnd: isFinished(outage) }
  })
  return ends.filter(({ isEnd }) => isEnd)
}

/** The index of the first end later than `min`. */
function firstAfter(ends: readonly End[], min: number): number {
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ends[middle]?.min ?? Number.POSITIVE_INFINITY) <= min) low = middle + 1
    else high = middle
  }
  return low
}
