import type { Answer } from '../answer.ts'
import { sendHead, type Visit } from './visit.ts'

/** Sends an answer of the edge's own. */
export function sendAnswer(visit: Visit, { status, headers, body }: Answer): void {
  const { response, head } = visit
  if (response.headersSent || response.destroyed) return
  const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  sendHead(visit, status, Object.entries({ ...headers, ...length }).flat())
  response.end(head.method === 'HEAD' ? '' : (body ?? ''))
}
