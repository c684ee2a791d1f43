import type { Fault } from '../fault.ts'
import { papersOf } from '../stage.ts'
import { addresses } from '../hosts/addresses.ts'
import { whyNoV6 } from '../hosts/layout.ts'
import { fromEdge, turnAway } from './means.ts'

/** Two faults at once: what stops the edge is the first, and what a second place meets behind it the other. */
export const twoAtOnce: readonly Fault[] = [
  {
    id: '13+50',
    formOf: '13',
    title: 'The firewall resets the connections of the edge, and the certificate has run out',
    isTls: true,
    async make(stage) {
      await stage.serveTls({ tls: papersOf(stage.papers.expired) })
      await turnAway(stage, { rule: `${fromEdge} tcp dport 443 counter reject with tcp reset` })
      // What is mended first leaves the other, and the site as broken as before.
      return undefined
    },
  },
  {
    id: '20+4a',
    formOf: '20',
    title: 'The firewall drops what comes from the edge, and the server answers with an error of its own',
    async make(stage) {
      await stage.serve({ manner: 'bad-gateway' })
      await turnAway(stage, { rule: `${fromEdge} tcp dport 80 counter drop` })
      return undefined
    },
  },
  {
    id: 'he',
    isAlone: true,
    formOf: '10',
    title: 'Nothing listens, and what goes to its IPv6 address is dropped: a race of both calls that a time-out',
    origin: null,
    names: { addresses: [addresses.originV6, addresses.origin] },
    lacks: whyNoV6,
    async make(stage) {
      await turnAway(stage, { rule: `ip6 daddr ${addresses.originV6} tcp dport 80 counter drop` })
      return undefined
    },
  },
]
