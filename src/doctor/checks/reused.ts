import type { Check } from './check.ts'

/** How long a connection lies idle before it is used again. Longer tells more, and takes longer. */
const idleMs = 1500

/** A second request on an idle connection: whoever closes it first, and says nothing, makes others fail now and then. */
export const reused: Check = {
  id: 'reused',
  says: 'using a connection again after a pause',
  applies: ({ seen }) => seen.edge?.phase === 'done' && (seen.edge.status ?? 500) < 500,
  async run({ senses, asked, patience, seen }) {
    const found = await senses.reuse(asked, { ...patience, idleMs })
    return found === 'unknown' ? {} : { edge: { ...seen.edge, reused: found } }
  },
}
