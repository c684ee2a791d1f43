import type { Fault } from '../fault.ts'
import { addresses } from '../hosts/addresses.ts'
import { memoryGroups, outgrow } from '../hosts/memory-group.ts'
import { whyNoV6 } from '../hosts/layout.ts'
import { fromEdge, toOrigin, turnAway } from './means.ts'

const faults: readonly Fault[] = [
  {
    id: '10',
    title: 'Nothing listens',
    mendedAs: ['crashed'],
    make: async (stage) => () => stage.serve(),
  },
  {
    id: '11',
    title: 'The server listens on 127.0.0.1 alone',
    async make(stage) {
      const server = await stage.serve({ host: '127.0.0.1' })
      return async () => {
        await server.stop()
        await stage.serve()
      }
    },
  },
  {
    id: '12',
    title: 'The server listens on 80, and is asked on 443',
    isTls: true,
    async make(stage) {
      await stage.serve()
      return () => stage.serveTls()
    },
  },
  {
    id: '13',
    title: 'The firewall resets the connections of the edge',
    async make(stage) {
      await stage.serve()
      return turnAway(stage, { rule: `${fromEdge} tcp dport 80 counter reject with tcp reset` })
    },
  },
  {
    id: '14',
    title: 'The firewall rejects the edge as iptables does by default',
    async make(stage) {
      await stage.serve()
      return turnAway(stage, { rule: `${fromEdge} tcp dport 80 counter reject with icmp type port-unreachable` })
    },
  },
  {
    id: '1a',
    title: 'A middlebox resets the connections of the edge',
    async make(stage) {
      await stage.serve()
      const rule = `${fromEdge} ${toOrigin} tcp dport 80 counter reject with tcp reset`
      await turnAway(stage, { at: 'router', hook: 'forward', rule })
      return undefined
    },
  },
  {
    id: '1b',
    title: 'The firewall rejects everybody',
    async make(stage) {
      await stage.serve()
      return turnAway(stage, { rule: 'tcp dport 80 counter reject with tcp reset' })
    },
  },
  {
    id: '1c',
    title: 'The server crashed',
    mendedAs: ['not-started'],
    async make(stage) {
      const server = await stage.serve()
      await server.stop()
      return () => stage.serve()
    },
  },
  {
    id: 'oom',
    title: 'The kernel killed the server for its memory',
    mendedAs: ['crashed', 'not-started'],
    lacks: () => (memoryGroups === undefined ? 'This machine lets nobody limit the memory of a process.' : undefined),
    async make(stage) {
      const server = await stage.serve()
      await outgrow(server, stage.markedName)
      return () => stage.serve()
    },
  },
  {
    id: '24',
    title: 'The name leads to another machine, where nothing listens',
    names: { addresses: [addresses.other] },
    async make(stage) {
      await stage.serve()
      return () => stage.name({ addresses: [addresses.origin] })
    },
  },
  {
    id: '2d',
    title: "The edge's own firewall rejects what it sends",
    async make(stage) {
      await stage.serve()
      return turnAway(stage, { at: 'edge', hook: 'output', rule: `${toOrigin} tcp dport 80 counter reject` })
    },
  },
  {
    id: '64',
    title: 'A limit of connections is reached by what the edge has open',
    async make(stage) {
      await stage.serve()
      const mend = await turnAway(stage, {
        rule: `${fromEdge} tcp dport 80 ct count over 3 counter reject with tcp reset`,
      })
      // Only then: connections from before the rule are not counted.
      await stage.crowd('edge', { count: 3, does: 'stay', readyAt: 3 })
      return mend
    },
  },
  {
    id: '65',
    title: 'The server listens by IPv4 alone, and is asked by IPv6',
    origin: addresses.originV6,
    names: { addresses: [addresses.originV6, addresses.origin] },
    lacks: whyNoV6,
    async make(stage) {
      await stage.serve()
      return () => stage.serve({ host: addresses.originV6 })
    },
  },
  {
    id: '66',
    title: 'A ban tool bans the edge after its first connection',
    async make(stage) {
      await stage.serve()
      await stage.world.firewall('origin', [
        'add table inet lab',
        'add set inet lab banned { type ipv4_addr; flags dynamic; size 100; }',
        'add chain inet lab input { type filter hook input priority 0; }',
        'add rule inet lab input tcp dport 80 ip saddr @banned counter reject with icmp type port-unreachable',
        `add rule inet lab input ${fromEdge} tcp dport 80 tcp flags & fin == fin add @banned { ip saddr }`,
      ])
      return () => stage.world.firewall('origin', ['flush chain inet lab input', 'flush set inet lab banned'])
    },
  },
]

/**
 * A connection is answered with no (521). Nothing else is made meanwhile, for how soon it is told is measured, and what is killed
 * for its memory counts in a counter of the whole machine.
 */
export const refused: readonly Fault[] = faults.map((fault): Fault => ({ ...fault, isAlone: true }))
