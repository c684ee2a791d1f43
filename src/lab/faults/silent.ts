import type { Fault } from '../fault.ts'
import { addresses } from '../hosts/addresses.ts'
import type { Stage } from '../stage.ts'
import { fromEdge, toOrigin, turnAway } from './means.ts'

/** Nobody answers the knock (522), or not each of them. */
export const silent: readonly Fault[] = [
  {
    id: '20',
    title: 'The firewall drops what comes from the edge',
    async make(stage) {
      await stage.serve()
      return turnAway(stage, { rule: `${fromEdge} tcp dport 80 counter drop` })
    },
  },
  {
    id: '21',
    title: 'The firewall drops what comes from anybody',
    async make(stage) {
      await stage.serve()
      return turnAway(stage, { rule: 'tcp dport 80 counter drop' })
    },
  },
  {
    id: '22',
    title: 'The machine is off',
    async make(stage) {
      await stage.serve()
      // Its neighbour still remembers where it was: cold, this would look as if nobody had the address.
      await (await stage.crowd('vantage', { count: 1, does: 'stay', readyAt: 1 })).stop()
      const links = ['ro', 'mo']
      for (const link of links) await stage.world.ip('router', `link set ${link} down`)
      return async () => {
        for (const link of links) await stage.world.ip('router', `link set ${link} up`)
      }
    },
  },
  {
    id: '28',
    title: 'A router swallows what is sent to the machine',
    async make(stage) {
      await stage.serve()
      await stage.world.ip('router', `route add blackhole ${addresses.origin}/32`)
      return undefined
    },
  },
  {
    id: '2c',
    title: "The edge's own firewall drops what it sends",
    async make(stage) {
      await stage.serve()
      return turnAway(stage, { at: 'edge', hook: 'output', rule: `${toOrigin} tcp dport 80 counter drop` })
    },
  },
  {
    id: '2e',
    title: 'What the machine sends back to the edge is lost',
    async make(stage) {
      await stage.serve()
      const rule = `ip saddr ${addresses.origin} ip daddr ${addresses.edge} counter drop`
      await turnAway(stage, { at: 'router', hook: 'forward', rule })
      return undefined
    },
  },
  {
    id: '2f',
    title: 'What the edge sends is lost on the way',
    async make(stage) {
      await stage.serve()
      await turnAway(stage, { at: 'router', hook: 'forward', rule: `${fromEdge} ${toOrigin} counter drop` })
      return undefined
    },
  },
  { id: '32', title: 'The line of connections is full', make: (stage) => fillLine(stage, 0) },
  {
    id: '33',
    title: 'The line of connections is full, and the kernel is told to reset then',
    make: (stage) => fillLine(stage, 1),
  },
  {
    id: '60',
    title: 'Three of five packets are lost on the way',
    alsoRight: ['well'],
    async make(stage) {
      await stage.serve()
      const rule = `${fromEdge} numgen random mod 100 < 60 counter drop`
      await turnAway(stage, { at: 'router', hook: 'forward', rule })
      return undefined
    },
  },
  {
    id: '63',
    title: 'A limit of new connections, which the edge is over',
    alsoRight: ['well'],
    async make(stage) {
      await stage.serve()
      const rule = `${fromEdge} tcp dport 80 tcp flags & (syn|ack) == syn limit rate over 5/second burst 1 packets counter drop`
      const mend = await turnAway(stage, { rule })
      await stage.crowd('edge', { count: 1, does: { comeEveryMs: 150 }, readyAt: 1 })
      return mend
    },
  },
]

/** The listener's line is longer than its limit: only then is nobody else let in. */
const untilFull = `until ss -Hltn 'sport = :80' | { read -r _ waiting limit _ && [ "$waiting" -gt "$limit" ]; }; do sleep 0.05; done`

/** A stopped process, and more who knock than may wait. */
async function fillLine(stage: Stage, aborts: 0 | 1) {
  await stage.world.knob('origin', 'net/ipv4/tcp_abort_on_overflow', aborts)
  const server = await stage.serve({ backlog: 3 })
  server.signal('SIGSTOP')
  const crowd = await stage.crowd('vantage', { count: 30, does: 'stay', readyAt: 0 })
  await stage.world.run('origin', ['sh', '-c', untilFull])
  return async function mend() {
    await crowd.stop()
    server.signal('SIGCONT')
  }
}
