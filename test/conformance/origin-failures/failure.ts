import type { Socket } from 'node:net'
import type { Kind } from '#edge/kinds.ts'
import type { EdgeSettings } from '#edge/settings.ts'
import type { Phase } from '#protocol/evidence.ts'
import type { FaultId } from '#protocol/faults.ts'
import type { Asking } from '../../fixtures/ask.ts'
import { authority, type Authority } from '../../fixtures/certificates.ts'
import { rawServer } from '../../fixtures/raw-server.ts'

/** One way in which an origin fails, on real sockets, and what the edge is to make of it. */
export interface OriginFailure {
  readonly name: string
  /** Where it shows; undefined where chance decides. */
  readonly phase: Phase | undefined
  readonly kind: Kind
  readonly fault: FaultId
  readonly asking?: Asking
  /** Sets the origin up, and says what the edge must be told to meet it. */
  readonly open: (stage: Stage) => Promise<EdgeToldTo>
}

export type EdgeToldTo = Partial<Omit<EdgeSettings, 'clocks'>> & {
  /** The clock that is to run out; all others are far off. */
  readonly rings?: 'connectMs' | 'takeMs' | 'firstByteMs' | 'stallMs'
}

/** Where origins are put up, and taken down at the end. */
export class Stage {
  readonly trusted: Authority = authority({ name: 'An authority the edge trusts' })
  readonly #closers: (() => Promise<unknown> | void)[] = []

  onClose(close: () => Promise<unknown> | void): void {
    this.#closers.push(close)
  }

  async raw(onConnection: (socket: Socket, count: number) => void): Promise<string> {
    const server = await rawServer(onConnection)
    this.onClose(server.close)
    return server.address
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).toReversed()) await close()
  }
}

/** What an origin does to a connection. */
export type Act = (socket: Socket) => void

export const tear: Act = (socket) => void socket.resetAndDestroy()
export const close: Act = (socket) => void socket.end()
export const beSilent: Act = () => undefined
export const say =
  (what: string | Uint8Array): Act =>
  (socket) =>
    void socket.write(what)
