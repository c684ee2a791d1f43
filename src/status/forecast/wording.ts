import type { ClassId } from './classes.ts'
import { humanLength, humanRange, measuredLength } from './human-minutes.ts'
import { outlookOf, type Forecast } from './outlook.ts'
import type { PastOutage } from './past-outage.ts'

/** With fewer outages of its own, a site is forecast from general experience. */
const enoughOfOwn = 10

/** Ranges have held less often in outages that lasted longer than this. */
const hardToTellMin = 240

export interface Asked {
  readonly history: readonly PastOutage[]
  readonly elapsedMin: number
  readonly cause?: string | undefined
}

/** A forecast in sentences: ranges and odds, never one moment, for nobody knows when an outage ends. */
export function forecastSays({ history, elapsedMin, cause }: Asked): readonly string[] {
  const outlook = outlookOf(history, cause)
  const start = outlook.at(0)
  const now = outlook.at(elapsedMin)
  return [
    `8 in 10 outages like this end ${humanRange(start.q10, start.q90)} after they start.`,
    ...(elapsedMin === 0 ? [nextHalfHour(now, 'end')] : sinceThen({ history, elapsedMin, start, now })),
    ...basis(now.n, elapsedMin),
  ]
}

interface Since {
  readonly history: readonly PastOutage[]
  readonly elapsedMin: number
  readonly start: Forecast
  readonly now: Forecast
}

function sinceThen({ history, elapsedMin, start, now }: Since): readonly string[] {
  const lasted = `This one has lasted ${measuredLength(elapsedMin)}`
  const isLongest = history.length > 0 && history.every(({ durationMin }) => durationMin < elapsedMin)
  const ruledOut = hardlyAnyMore(start, now, elapsedMin)
  if (isLongest && now.n >= enoughOfOwn) {
    return [`${lasted}, longer than any outage this site has had: we cannot say how long it will go on.`, ...ruledOut]
  }
  const left = humanRange(now.q10 - elapsedMin, now.q90 - elapsedMin)
  const half = humanLength(now.q50 - elapsedMin)
  return [
    `${lasted}${isLongest ? ', longer than any other of this site' : ''}.`,
    `Of those that got this far, half went on for another ${half} or longer, and 8 in 10 for ${left}.`,
    nextHalfHour(now, 'of these ended'),
    ...ruledOut,
  ]
}

function nextHalfHour({ p30 }: Forecast, ended: string): string {
  return `About ${odds(p30)} ${ended} within ${ended === 'end' ? '' : 'the next '}30 minutes.`
}

function odds(p: number): string {
  if (p < 0.05) return 'fewer than 1 in 10'
  return p > 0.95 ? 'more than 9 in 10' : `${Math.round(p * 10)} in 10`
}

const className: Readonly<Record<ClassId, string>> = {
  'minor-overload': 'a passing overload',
  restart: 'a restart',
  infrastructure: 'trouble with the infrastructure',
  'major-hosting': 'a failure of the hosting provider',
}

/** The longest-lasting class that was likely at the start and is no more. */
function hardlyAnyMore(start: Forecast, now: Forecast, elapsedMin: number): readonly string[] {
  const gone = start.classes.findLast(
    ({ id, p }) => p >= 0.15 && (now.classes.find((one) => one.id === id)?.p ?? 0) < 0.12,
  )
  return gone === undefined
    ? []
    : [`After ${measuredLength(elapsedMin)} this is hardly ${className[gone.id]} any more.`]
}

function basis(n: number, elapsedMin: number): readonly string[] {
  return [
    n >= enoughOfOwn ? `This comes from the last ${n} outages of this site, and from general experience.` : general(n),
    ...(elapsedMin >= hardToTellMin && n >= enoughOfOwn
      ? ['After 4 hours it is harder to tell: at small sites such ranges have held 7 times in 10, not 8.']
      : []),
  ]
}

function general(n: number): string {
  const own = n === 0 ? 'this site has no measured outage yet' : `this site has had only ${n}`
  return `This comes from general experience, for ${own}: at small sites such ranges have held 7 times in 10, not 8.`
}
