import type { Socket } from 'node:net'
import { clientKeyOf, readAddress } from '#shared/ip-address.ts'

/** A person with a page for it is let in beyond the limit, to be told why. More than this many times the limit are not. */
const farBeyond = 2

/** How many connections each client has. */
export class Connections {
  readonly #open = new Map<string, number>()
  /** The other ends of those that were one too many. */
  readonly #tooMany = new Set<string>()

  /** Counts one until it closes. 0: no limit. */
  add(socket: Socket, limit: number): 'fine' | 'too-many' | 'far-too-many' {
    const address = readAddress(socket.remoteAddress ?? '')
    if (limit === 0 || address === undefined) return 'fine'
    const key = clientKeyOf(address)
    const end = endOf(socket)
    const count = this.#count(key, 1)
    socket.once('close', () => {
      this.#count(key, -1)
      this.#tooMany.delete(end)
    })
    if (count <= limit) return 'fine'
    this.#tooMany.add(end)
    return count > farBeyond * limit ? 'far-too-many' : 'too-many'
  }

  /** Whether what came, came on a connection that was one too many. Over TLS it is another object with the same ends. */
  isTooMany(socket: Pick<Socket, 'remoteAddress' | 'remotePort'>): boolean {
    return this.#tooMany.size > 0 && this.#tooMany.has(endOf(socket))
  }

  #count(key: string, by: 1 | -1): number {
    const count = (this.#open.get(key) ?? 0) + by
    if (count > 0) this.#open.set(key, count)
    else this.#open.delete(key)
    return count
  }
}

function endOf({ remoteAddress, remotePort }: Pick<Socket, 'remoteAddress' | 'remotePort'>): string {
  return `${remoteAddress} ${remotePort}`
}
