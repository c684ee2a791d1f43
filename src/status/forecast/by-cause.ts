import type { OutageClass } from './classes.ts'
import { learnClasses, weightsAmong } from './learn-classes.ts'
import type { PastOutage } from './past-outage.ts'

/** A cause makes a class at most so many times as likely, or as unlikely: it says little about how long an outage lasts. */
const mostSway = 2

/** The prior, leant towards the classes that outages of this cause belonged to at this site. */
export function leanByCause(
  prior: readonly OutageClass[],
  outages: readonly PastOutage[],
  cause: string,
): readonly OutageClass[] {
  const ofCause = outages.filter((outage) => outage.cause === cause)
  if (ofCause.length === 0) return prior
  const learnt = learnClasses(prior, outages)
  const among = weightsAmong(learnt, ofCause)
  const leant = prior.map(({ weight }, k) => weight * sway((among[k] ?? 0) / (learnt[k]?.weight ?? 1)))
  const sum = leant.reduce((before, weight) => before + weight, 0)
  return prior.map((of, k) => ({ ...of, weight: (leant[k] ?? 0) / sum }))
}

function sway(ratio: number): number {
  return Math.min(mostSway, Math.max(1 / mostSway, ratio))
}
