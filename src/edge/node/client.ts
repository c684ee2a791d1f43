import type { Visit } from './visit.ts'

/** Who asks: the address of whoever holds the other end of the connection. */
export function clientOf({ socket }: Visit['request']): string | undefined {
  return socket.remoteAddress
}
