import type { Connection } from '../observe/trace.ts'
import type { Visit } from './visit.ts'

export function connectionOf({ httpVersion, socket }: Visit['request']): Connection {
  // Over HTTP/2 the socket is a stand-in that is no instance of anything.
  const tls = 'getProtocol' in socket ? (socket.getProtocol() ?? undefined) : undefined
  return { httpVersion, tls }
}
