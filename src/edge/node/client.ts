import type { Connection } from '../observe/trace.ts'
import type { Visit } from './visit.ts'

/** Who asks: the address of whoever holds the other end of the connection. */
export function clientOf({ socket }: Visit['request']): string | undefined {
  return socket.remoteAddress
}

export function connectionOf({ httpVersion, socket }: Visit['request']): Connection {
  // Over HTTP/2 the socket is a stand-in that is no instance of anything.
  const tls = 'getProtocol' in socket ? (socket.getProtocol() ?? undefined) : undefined
  return { httpVersion, tls }
}
