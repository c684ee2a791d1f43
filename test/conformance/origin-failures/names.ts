import { nameServer, type Saying } from '../../fixtures/name-server.ts'
import { closedPort } from '../../fixtures/raw-server.ts'
import type { OriginFailure } from './failure.ts'

const unanswered = { phase: 'dns', kind: 'unanswered', fault: 'origin-name-unanswered' } as const
const unresolved = { phase: 'dns', kind: 'unresolved', fault: 'origin-unresolved' } as const
const unusable = { phase: 'dns', kind: 'unusable', fault: 'origin-address-unusable' } as const

/** The name of the origin leads nowhere. */
export const names: readonly OriginFailure[] = [
  saying('does not exist', { code: 3 }, unresolved),
  saying('has no address', { addresses: [] }, unresolved),
  saying('is known to a name server that has failed', { code: 2 }, unanswered),
  saying('is refused by the name server', { code: 5 }, unanswered),
  saying('is asked of a name server that does not do such things', { code: 4 }, unanswered),
  saying('is asked in a way that the name server does not understand', { code: 1 }, unanswered),
  saying('is asked of a name server that says nothing', 'nothing', unanswered),
  saying('is answered with nonsense', 'nonsense', unanswered),
  saying('leads to no machine in particular', { addresses: ['0.0.0.0'] }, unusable),
  saying('leads to a group of machines', { addresses: ['224.0.0.1'] }, unusable),
  saying('leads to a reserved address', { addresses: ['240.0.0.1', '255.255.255.255'] }, unusable),
  {
    name: 'a name that is asked where no name server is',
    ...unanswered,
    kind: 'refused',
    async open() {
      return { origin: 'http://origin.test', resolver: `127.0.0.1:${await closedPort()}` }
    },
  },
  {
    name: 'a name that does not exist for the system',
    ...unresolved,
    async open() {
      return { origin: 'http://origin.invalid' }
    },
  },
]

type Seen = Pick<OriginFailure, 'phase' | 'kind' | 'fault'>

function saying(name: string, what: Saying, seen: Seen): OriginFailure {
  return {
    name: `a name that ${name}`,
    ...seen,
    async open(stage) {
      const server = await nameServer(what)
      stage.onClose(server.close)
      return { origin: 'http://origin.test:8080', resolver: server.at }
    },
  }
}
