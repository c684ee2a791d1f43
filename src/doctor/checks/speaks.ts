import { short } from '../looking.ts'
import type { Check } from './check.ts'
import { failsToAnswer } from './fails.ts'

/** The same port asked the other way: with TLS if it was asked without, and the other way round. */
export const speaks: Check = {
  id: 'speaks',
  says: 'asking the same port the other way',
  applies: ({ seen }) => failsToAnswer(seen.edge),
  async run({ senses, asked, patience, seen }) {
    const isSo = await senses.speaks({ ...asked, isTls: !asked.isTls }, short(patience))
    const other = asked.isTls ? 'http' : 'tls'
    return { edge: { ...seen.edge, speaks: isSo ? other : 'neither' } }
  },
}
