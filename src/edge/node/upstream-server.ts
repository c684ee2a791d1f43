import { Agent, type ClientRequestArgs } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '#shared/clock.ts'
import type { Upstream } from '../route.ts'
import { dial, type Way } from './dial.ts'

/** A process behind the edge, with the connections to it. */
export interface UpstreamServer {
  readonly name: Upstream
  /** As `host:port`, for people. */
  readonly at: string
  /** Connections that are kept for the next request. */
  readonly pooled: Agent
  /** A new connection for each request. */
  readonly fresh: Agent
  /** Lets go of it: what is under way comes to its end, and nothing is kept for a next request. */
  readonly retire: () => void
  /** Cuts everything. */
  readonly close: () => void
}

export function upstreamServer(name: Upstream, way: Way, clock: Clock): UpstreamServer {
  const pooled = new DialingAgent(way, clock, true)
  const fresh = new DialingAgent(way, clock, false)
  return {
    name,
    at: way.address.host,
    pooled,
    fresh,
    retire: () => pooled.retire(),
    close() {
      pooled.destroy()
      fresh.destroy()
    },
  }
}

/** Node's connection pool over our own way to dial. */
class DialingAgent extends Agent {
  readonly #way: Way
  readonly #clock: Clock

  constructor(way: Way, clock: Clock, keepAlive: boolean) {
    super({ keepAlive, scheduling: 'lifo' })
    this.#way = way
    this.#clock = clock
  }

  override createConnection(
    _options: ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    dial(this.#way, this.#clock).then(
      (socket) => callback?.(null, socket),
      // Node looks at no stream beside an error; only its types want one.
      (error: Error) => callback?.(error, new Socket()),
    )
  }

  retire(): void {
    // The pool asks for this number whenever a connection falls free.
    this.maxFreeSockets = 0
    for (const sockets of Object.values(this.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
  }
}
