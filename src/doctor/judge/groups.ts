import { unknownId, wellId } from '../catalogue.ts'
import type { Seen } from './likelihood.ts'
import { logLikelihood, type Belief } from './posterior.ts'

/** Below this ratio of likelihoods, evidence does not tell two causes apart: what is left between them is prior alone. */
const togetherBelow = Math.log(6)

/** Less likely ones are not worth a name. */
const leastP = 0.01

/** Causes that the evidence cannot tell from the leading one, with it; none when it stands alone. */
export function togetherWith(
  leader: string,
  { belief, seen }: { belief: Belief; seen: readonly Seen[] },
): readonly string[] {
  if (leader === unknownId || leader === wellId) return []
  const own = logLikelihood(leader, seen)
  const group = [...belief]
    .filter(([id, p]) => id === leader || (p >= leastP && id !== unknownId && id !== wellId))
    .filter(([id]) => Math.abs(logLikelihood(id, seen) - own) < togetherBelow)
    .toSorted(([, a], [, b]) => b - a)
    .map(([id]) => id)
  return group.length > 1 ? group : []
}
