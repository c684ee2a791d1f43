import { Agent, type ClientRequestArgs } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '#shared/clock.ts'
import type { Upstream } from '../route.ts'
import { dial } from './dial.ts'

/** A process behind the edge, with the connections to it. */
export interface UpstreamServer {
  readonly name: Upstream
  /** As `host:port`, for people. */
  readonly at: string
  /** Connections that are kept for the next request. */
  readonly pooled: Agent
  /** A new connection for each request. */
  readonly fresh: Agent
}

export function upstreamServer(name: Upstream, address: string, clock: Clock): UpstreamServer {
  const url = new URL(address)
  return { name, at: url.host, pooled: new DialingAgent(url, clock, true), fresh: new DialingAgent(url, clock, false) }
}

/** Node's connection pool over our own way to dial. */
class DialingAgent extends Agent {
  readonly #address: URL
  readonly #clock: Clock

  constructor(address: URL, clock: Clock, keepAlive: boolean) {
    super({ keepAlive, scheduling: 'lifo' })
    this.#address = address
    this.#clock = clock
  }

  override createConnection(
    _options: ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    dial(this.#address, this.#clock).then(
      (socket) => callback?.(null, socket),
      // Node looks at no stream beside an error; only its types want one.
      (error: Error) => callback?.(error, new Socket()),
    )
  }
}
