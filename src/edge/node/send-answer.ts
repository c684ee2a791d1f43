import type { Answer } from '../answer.ts'
import { sendHead, type Visit } from './visit.ts'

/** Sends an answer of the edge's own. */
export function sendAnswer(visit: Visit, { status, headers, body, fault }: Answer): void {
  const { response, head, account } = visit
  if (response.headersSent || response.destroyed) return
  const sizeBytes = body === null ? 0 : Buffer.byteLength(body)
  const length = body === null ? {} : { 'content-length': String(sizeBytes) }
  account.fault = fault
  if (head.method !== 'HEAD') account.sizeOutBytes = sizeBytes
  sendHead(visit, status, Object.entries({ ...headers, ...length }).flat())
  response.end(head.method === 'HEAD' ? '' : (body ?? ''))
}
