import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Answer } from '../answer.ts'
import type { RawHeaders } from '../forward-headers.ts'

/** Writes an answer to a connection that Node does not see a request on, and ends it. */
export function answerOnSocket(socket: Duplex, { status, headers, body }: Answer): void {
  const length = { 'content-length': String(body === null ? 0 : Buffer.byteLength(body)), connection: 'close' }
  socket.write(rawHead(status, Object.entries({ ...headers, ...length }).flat()))
  socket.end(body ?? '')
}

/** The head of an answer as it stands on the wire (RFC 9112 §4). */
export function rawHead(status: number, headers: RawHeaders): string {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Origin Error'}`]
  for (let i = 0; i + 1 < headers.length; i += 2) lines.push(`${headers[i] ?? ''}: ${headers[i + 1] ?? ''}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}
