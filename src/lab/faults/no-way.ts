import type { Fault } from '../fault.ts'
import { addresses } from '../hosts/addresses.ts'
import { fromEdge, turnAway } from './means.ts'

/** Somebody answers that there is no way there (523), on the way, at its end, or at the edge itself. */
export const noWay: readonly Fault[] = [
  ...['admin-prohibited', 'host-prohibited', 'net-prohibited', 'host-unreachable', 'prot-unreachable'].map(
    (type, index): Fault => ({
      id: String(15 + index),
      title: `The firewall answers the edge with ${type}`,
      async make(stage) {
        await stage.serve()
        return turnAway(stage, { rule: `${fromEdge} tcp dport 80 counter reject with icmp type ${type}` })
      },
    }),
  ),
  {
    id: '23',
    title: 'Nobody has the address',
    origin: addresses.nobody,
    names: { addresses: [addresses.nobody] },
    async make(stage) {
      await stage.serve()
      return () => stage.world.ip('origin', `addr add ${addresses.nobody}/24 dev o0`)
    },
  },
  ...(['unreachable', 'prohibit'] as const).map((kind, index): Fault => ({
    id: String(26 + index),
    title: `A router has a route of the kind ${kind} to the machine`,
    async make(stage) {
      await stage.serve()
      await stage.world.ip('router', `route add ${kind} ${addresses.origin}/32`)
      return undefined
    },
  })),
  {
    id: '26b',
    title: 'A router knows no way to the address',
    origin: addresses.nowhere,
    names: { addresses: [addresses.nowhere] },
    async make(stage) {
      await stage.serve()
      return undefined
    },
  },
  {
    id: '29',
    title: 'The edge has no default route',
    async make(stage) {
      await stage.serve()
      await stage.world.ip('edge', 'route del default')
      return () => stage.world.ip('edge', `route add default via ${addresses.names}`)
    },
  },
  ...(['prohibit', 'blackhole'] as const).map((kind, index): Fault => ({
    id: ['2a', '2b'][index] ?? '',
    title: `The edge has a route of the kind ${kind} to the machine`,
    async make(stage) {
      await stage.serve()
      await stage.world.ip('edge', `route add ${kind} ${addresses.origin}/32`)
      return () => stage.world.ip('edge', `route del ${kind} ${addresses.origin}/32`)
    },
  })),
]
