import { resultsOf } from '../judge/attempt-result.ts'
import { short } from '../looking.ts'
import type { Check } from './check.ts'

/** How long nothing is said. Whoever ends connections right behind their beginning has done so by then. */
const idleMs = 700

/** A connection on which nothing is asked: is it the request over which it ends, or does it end by itself? */
export const unasked: Check = {
  id: 'unasked',
  says: 'connecting without asking anything',
  applies: ({ seen: { edge } }) =>
    edge !== undefined && resultsOf(edge).some((result) => result === 'reset' || result === 'closed'),
  async run({ senses, asked, patience, seen }) {
    const found = await senses.unasked(asked, { ...short(patience), idleMs })
    return found === 'unknown' ? {} : { edge: { ...seen.edge, unasked: found } }
  },
}
