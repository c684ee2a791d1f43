/**
 * The negative-binomial scan over reports (docs/decisions/031): how many people have to say "I see it too" within a window
 * before it is hardly chance. Chance is wider here than Poisson's, for people come in bursts.
 */

/** The windows that are looked at every minute, in minutes; each ends now. */
export const windowsMin = [5, 15, 30, 60] as const
export type WindowMin = (typeof windowsMin)[number]

/** An alarm by chance alone is this rare in a window. */
const chanceOfNoise = 1e-5
/** Fewer people than this are never an alarm, however quiet it is otherwise. */
const fewest = 3
/** Less than this is not believed of any window: a site on which nobody has ever reported would alarm at the third. */
export const leastMean = 0.05
/** Of a larger mean the threshold grows evenly, and walking there would cost more than it tells. */
const mostWalked = 5_000

/**
 * The fewest distinct people that are an alarm in a window in which `mean` are usual. `dispersion` says how bursty they
 * are: the variance is mean + dispersion · mean².
 */
export function smallestAlarm(mean: number, dispersion: number): number {
  const usual = Math.max(leastMean, mean)
  if (usual > mostWalked) return Math.ceil((smallestAlarm(mostWalked, dispersion) * usual) / mostWalked)
  const shape = 1 / dispersion
  const success = shape / (shape + usual)
  let one = success ** shape
  let below = 0
  for (let people = 0; ; people++) {
    if (people >= fewest && 1 - below < chanceOfNoise) return people
    below += one
    one *= ((people + shape) / (people + 1)) * (1 - success)
  }
}

/** How many distinct people reported, and how many are usual, in each window. */
export type Windows = Readonly<Record<WindowMin, { readonly people: number; readonly mean: number }>>

/** The shortest window that has an alarm; undefined where none has. */
export function alarmIn(windows: Windows, dispersion: number): WindowMin | undefined {
  return windowsMin.find((window) => {
    const { people, mean } = windows[window]
    return people >= fewest && people >= smallestAlarm(mean, dispersion)
  })
}
