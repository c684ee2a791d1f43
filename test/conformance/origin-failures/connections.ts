import { nameServer } from '../../fixtures/name-server.ts'
import { closedPort } from '../../fixtures/raw-server.ts'
import { fullBacklog } from '../../fixtures/full-backlog.ts'
import type { OriginFailure } from './failure.ts'

const refused = { phase: 'connect', kind: 'refused', fault: 'origin-refused' } as const

/** No connection comes about. */
export const connections: readonly OriginFailure[] = [
  {
    name: 'a port on which nothing listens',
    ...refused,
    async open() {
      return { origin: `http://127.0.0.1:${await closedPort()}` }
    },
  },
  {
    name: 'a port of IPv6 on which nothing listens',
    ...refused,
    async open() {
      return { origin: `http://[::1]:${await closedPort()}` }
    },
  },
  {
    name: 'a port for TLS on which nothing listens',
    ...refused,
    async open() {
      return { origin: `https://127.0.0.1:${await closedPort()}` }
    },
  },
  {
    name: 'a name with two addresses, and nothing listens at either',
    ...refused,
    async open(stage) {
      const server = await nameServer({ addresses: ['127.0.0.1', '127.0.0.2'] })
      stage.onClose(server.close)
      return { origin: `http://origin.test:${await closedPort()}`, resolver: server.at }
    },
  },
  {
    name: 'a request with a body to a port on which nothing listens',
    ...refused,
    asking: { method: 'POST', body: 'x'.repeat(100_000) },
    async open() {
      return { origin: `http://127.0.0.1:${await closedPort()}` }
    },
  },
  {
    name: 'a machine that lets nobody in any more',
    phase: 'connect',
    kind: 'silent',
    fault: 'origin-silent',
    async open(stage) {
      const full = await fullBacklog()
      stage.onClose(full.close)
      return { origin: `http://127.0.0.1:${full.port}`, rings: 'connectMs' }
    },
  },
  {
    name: 'an address to which this machine itself does not let a connection out',
    phase: 'connect',
    kind: 'refused-here',
    fault: 'edge-refused-here',
    async open() {
      return { origin: 'http://255.255.255.255' }
    },
  },
]
