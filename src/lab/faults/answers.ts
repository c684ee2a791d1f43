import type { Fault, Mend } from '../fault.ts'
import type { Program } from '../hosts/program.ts'
import type { Manner } from '../programs/order.ts'
import type { Stage, Wanted } from '../stage.ts'
import { fromEdge, toOrigin, turnAway } from './means.ts'

/** The connection comes about, and no answer (524), or no whole one (520). */
export const answers: readonly Fault[] = [
  { id: '30', title: 'The process is stopped', make: async (stage) => stopped(await stage.serve()) },
  {
    id: '34',
    title: 'The process computes without end',
    async make(stage) {
      const server = await stage.serve({ manner: 'busy' })
      return replaced(stage, server)
    },
  },
  {
    id: '35',
    title: 'The process has no file descriptor left',
    async make(stage) {
      const server = await stage.serve({ fileLimit: 40 })
      const crowd = await stage.crowd('vantage', { count: 60, does: 'stay', readyAt: 60 })
      return async () => {
        await crowd.stop()
        await replaced(stage, server)()
      }
    },
  },
  mannered('40', 'The server takes the request in and is silent', 'silent'),
  mannered('41', 'The server never reads', 'never-reads'),
  mannered('42', 'The server resets each connection at once', 'resets-on-accept'),
  mannered('43', 'The server resets the connection when it is asked', 'resets-on-request'),
  mannered('44', 'The server closes the connection when it is asked', 'closes-on-request'),
  mannered('45', 'The server resets in the middle of its answer', 'resets-midway'),
  mannered('46', 'The server closes in the middle of its answer', 'closes-midway'),
  mannered('47', 'The server falls silent in the middle of its answer', 'stalls-midway'),
  mannered('48', 'What answers does not speak HTTP', 'garbage'),
  mannered('49', 'The head of the answer is too large', 'large-head'),
  mannered('4a', 'The server answers with an error of its own', 'bad-gateway'),
  {
    id: '4c',
    title: 'Packets with something in them are lost on the way, small ones are not',
    async make(stage) {
      await stage.serve()
      const rule = `${fromEdge} ${toOrigin} meta length > 60 counter drop`
      await turnAway(stage, { at: 'router', hook: 'forward', rule })
      return undefined
    },
  },
]

function mannered(id: string, title: string, manner: Manner): Fault {
  return { id, title, make: async (stage) => replaced(stage, await stage.serve({ manner })) }
}

/** Starts a good one in its place. */
export function replaced(stage: Stage, server: Program, wanted: Wanted = {}): Mend {
  return async function replace() {
    await server.stop()
    await (wanted.port === 443 ? stage.serveTls(wanted) : stage.serve(wanted))
  }
}

export function stopped(server: Program): Mend {
  server.signal('SIGSTOP')
  return async () => server.signal('SIGCONT')
}
