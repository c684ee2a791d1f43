import type { Clock } from '#shared/clock.ts'
import type { Senses } from './looking.ts'
import { attempt } from './node/attempt.ts'
import { resolve } from './node/resolve.ts'
import { reuse } from './node/reuse.ts'
import { speaks } from './node/speaks.ts'
import { unasked } from './node/unasked.ts'

export { greet } from './node/ask-service.ts'
export { collect, lintHostAt, watchHost } from './node/collector.ts'
export { readHost } from './node/host/read-host.ts'
export { readLint } from './node/host/read-lint.ts'
export { idleTime } from './node/idle-time.ts'
export { watchOwnFirewall } from './node/own-firewall.ts'
export { attemptFrom, listen } from './node/second-place.ts'

export interface NodeSensesOptions {
  readonly clock: Clock
  /** Authorities to believe besides those that Node knows, as PEM. */
  readonly ca?: readonly string[]
  /** Name servers to ask; `system` stands for those of this machine, which is also what is asked where none is named. */
  readonly nameServers?: readonly string[]
}

/** The doctor's senses on Node: raw sockets with timers of our own. `fetch` would hide what happened behind codes of its own. */
export function nodeSenses({ clock, ca, nameServers = ['system'] }: NodeSensesOptions): Senses {
  const means = { clock, ca }
  return {
    clock,
    attempt: (asked, patience) => attempt(asked, patience, means),
    reuse: (asked, patience) => reuse(asked, patience, means),
    unasked: (asked, patience) => unasked(asked, patience, means),
    speaks: (asked, patience) => speaks(asked, patience, means),
    resolve: (name) => resolve(name, { clock, servers: nameServers }),
  }
}
