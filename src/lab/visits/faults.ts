import { oneOf } from '../chance.ts'
import { toOrigin, turnAway } from '../faults/means.ts'
import { addresses } from '../hosts/addresses.ts'
import type { VisitedSite, VisitFault } from './visit-fault.ts'

const fromVisitor = `ip saddr ${addresses.visitor}`

/** What stands between a visitor and the site, from the visitor's end on. */
export const visitFaults: readonly VisitFault[] = [
  { id: 'v00', title: 'All is well', side: null, make: async () => nothingToMend },
  {
    id: 'v01',
    title: 'The visitor’s cable is out',
    side: 'your-network',
    async make({ world }) {
      await world.ip('visitor', 'link set u0 down')
      return async () => {
        await world.ip('visitor', 'link set u0 up')
        await world.ip('visitor', `route add default via ${addresses.provider}`)
      }
    },
  },
  {
    id: 'v02',
    title: 'The visitor’s provider lets nothing through',
    side: 'your-network',
    async make({ world, chance }) {
      const ending = oneOf(chance, 'drop', 'reject with icmp type net-unreachable', 'reject with tcp reset')
      return turnAway({ world }, { at: 'router', hook: 'forward', rule: `${fromVisitor} meta l4proto tcp ${ending}` })
    },
  },
  {
    id: 'v03',
    title: 'Somebody on the visitor’s way turns away this site, and no other',
    side: 'your-network',
    // From a browser it looks as an edge does that is gone: only another network tells.
    alsoRight: ['you', 'edge'],
    async make({ world, chance }) {
      const ending = oneOf(chance, 'drop', 'reject with icmp type admin-prohibited', 'reject with tcp reset')
      return turnAway(
        { world },
        { at: 'router', hook: 'forward', rule: `${fromVisitor} ${toOrigin} meta l4proto tcp ${ending}` },
      )
    },
  },
  {
    id: 'v04',
    title: 'The visitor’s network answers in the place of every site, as those do that want a sign-in',
    side: 'your-network',
    async make({ world, stranger }) {
      await stranger(signInPort)
      await world.firewall('visitor', [
        'add table ip signin',
        'add chain ip signin output { type nat hook output priority -100; }',
        `add rule ip signin output tcp dport 80 dnat to ${addresses.other}:${signInPort}`,
      ])
      return () => world.firewall('visitor', ['delete table ip signin'])
    },
  },
  {
    id: 'v05',
    title: 'A firewall on the visitor’s own machine lets the browser reach no other',
    side: 'your-network',
    alsoRight: ['you'],
    async make({ world }) {
      return turnAway({ world }, { at: 'visitor', hook: 'output', rule: 'meta l4proto tcp reject' })
    },
  },
  gone('v06', 'edge'),
  frozen('v07', 'edge'),
  {
    id: 'v08',
    title: 'The site’s machine is off the network',
    side: 'hosting',
    // Edge and server are one machine, and a visitor asks the edge.
    alsoRight: ['edge'],
    async make({ world }) {
      await world.ip('origin', 'link set o0 down')
      return async () => {
        await world.ip('origin', 'link set o0 up')
        await world.ip('origin', 'route add default via 198.51.100.1')
      }
    },
  },
  gone('v09', 'server'),
  frozen('v10', 'server'),
  betweenEdgeAndServer(
    'v11',
    'The edge is told that no way leads to the server',
    'reject with icmp type host-unreachable',
  ),
  betweenEdgeAndServer('v12', 'What the edge sends to the server is lost', 'drop'),
  {
    id: 'v13',
    title: 'The status process is gone, and nothing else',
    side: null,
    make: ({ takeAway }) => takeAway('status'),
  },
  {
    id: 'v14',
    title: 'Three of ten packets are lost on the visitor’s way',
    side: null,
    async make({ world }) {
      return turnAway(
        { world },
        { at: 'router', hook: 'forward', rule: `${fromVisitor} numgen random mod 100 < 30 drop` },
      )
    },
  },
]

const signInPort = 8081

function gone(id: string, part: 'edge' | 'server'): VisitFault {
  return {
    id,
    title: `The ${part} has ended, and nobody starts it`,
    side: part,
    make: ({ takeAway }) => takeAway(part),
  }
}

function frozen(id: string, part: 'edge' | 'server'): VisitFault {
  return { id, title: `The ${part} stands still`, side: part, make: ({ freeze }) => freeze(part) }
}

/** Both are on one machine here; what lies between them can break all the same. */
function betweenEdgeAndServer(id: string, title: string, ending: string): VisitFault {
  return {
    id,
    title,
    side: 'path',
    alsoRight: ['hosting', 'server'],
    async make({ world, portOf }: VisitedSite) {
      return turnAway(
        { world },
        { at: 'origin', hook: 'output', rule: `oif lo tcp dport ${portOf('server')} ${ending}` },
      )
    },
  }
}

async function nothingToMend(): Promise<undefined> {}
