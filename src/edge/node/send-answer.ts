import { STATUS_CODES } from 'node:http'
import type { Answer } from '../answer.ts'
import type { Visit } from './exchange.ts'

/** Sends an answer of the edge's own. */
export function sendAnswer({ response, head }: Visit, { status, headers, body }: Answer): void {
  if (response.headersSent || response.destroyed) return
  const length = body === null ? {} : { 'content-length': Buffer.byteLength(body) }
  // 520 to 530 are known to people and tools, and not to Node.
  response.writeHead(status, STATUS_CODES[status] ?? 'Origin Error', { ...headers, ...length })
  response.end(head.method === 'HEAD' ? undefined : body)
}
