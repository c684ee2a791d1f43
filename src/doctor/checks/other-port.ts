import { short, type Asked } from '../looking.ts'
import type { Check } from './check.ts'
import { failsToConnect } from './fails.ts'

/** The other web port of the same address: whether anything of the machine answers, and whether it listens there instead. */
export const otherPort: Check = {
  id: 'other-port',
  says: 'asking the other web port',
  applies: ({ asked, seen }) => isWebPort(asked) && failsToConnect(seen.edge),
  async run({ senses, asked, patience }) {
    const port = asked.port === 80 ? 443 : 80
    const tried = await senses.attempt({ ...asked, port, isTls: port === 443 }, short(patience))
    return { otherPort: tried.attempt }
  },
}

export function isWebPort({ port }: Asked): boolean {
  return port === 80 || port === 443
}
