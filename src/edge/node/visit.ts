import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http'
import { constants, Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { LogFields } from '#shared/log.ts'
import type { Client } from '../client/client.ts'
import type { RequestHead } from '../request-head.ts'
import type { RawHeaders } from '../forward-headers.ts'
import type { Account } from '../observe/account.ts'
import { traceIdOf } from '../observe/trace-ids.ts'

/** A request and the way back to whoever sent it. HTTP/1.1 and HTTP/2 differ only in what stands in this file. */
export interface Visit {
  readonly request: IncomingMessage | Http2ServerRequest
  readonly response: ServerResponse | Http2ServerResponse
  readonly head: RequestHead
  readonly requestId: string
  readonly account: Account
  readonly client: Client
}

/** By what a request is found in the logs of everybody on its way. */
export function logMarks({ requestId, client, head }: Pick<Visit, 'requestId' | 'client' | 'head'>): LogFields {
  return { requestId, client: client.address, ray: client.ray, traceId: traceIdOf(head.header('traceparent')) }
}

/** Whether something follows the head of the request. */
export function hasBody({ request }: Visit): boolean {
  if (request instanceof Http2ServerRequest) return !request.stream.endAfterHeaders
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
}

/** Sends the head of an answer. */
export function sendHead({ response }: Visit, status: number, headers: RawHeaders): void {
  if (response instanceof Http2ServerResponse) {
    for (const [name, values] of gathered(headers)) response.setHeader(name, values)
    response.writeHead(status)
    return
  }
  // The words behind the status mean nothing (RFC 9112 §4), and those of others may hold what must not be written. 520 to
  // 530 are known to people and tools, and not to Node.
  response.writeHead(status, STATUS_CODES[status] ?? (status >= 520 ? 'Origin Error' : 'Other'), [...headers])
}

/** Lets the head go before there is a body. In HTTP/2 it is a frame of its own, and has gone. */
export function flushHead({ response }: Visit): void {
  if (!(response instanceof Http2ServerResponse)) response.flushHeaders()
}

/** Ends the connection behind the answer. */
export function endAfter({ request, response }: Visit): void {
  if (request instanceof Http2ServerRequest) request.stream.session?.close()
  else response.setHeader('connection', 'close')
}

/** Ends what is still being sent. Whatever was answered has been read by now, or never will be. */
export function cutOff({ request }: Visit): void {
  if (request instanceof Http2ServerRequest) request.stream.close(constants.NGHTTP2_NO_ERROR)
  else request.socket.destroy()
}

/** Ends an answer so that nobody can take it for whole. */
export function breakOff({ response, account }: Visit): void {
  account.isCut = true
  if (response instanceof Http2ServerResponse) {
    response.stream.close(constants.NGHTTP2_INTERNAL_ERROR)
    return
  }
  // HTTP/1.0 knows no other end of a body than the end of the connection; only a reset is no end.
  if (response.req.httpVersion === '1.0') response.socket?.resetAndDestroy()
  response.destroy()
}

/** The header of a request as it came, without what HTTP/2 keeps there beside it. */
export function rawHeadersOf({ request }: Visit): string[] {
  const raw: string[] = []
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    const name = request.rawHeaders[i] ?? ''
    if (!name.startsWith(':')) raw.push(name, request.rawHeaders[i + 1] ?? '')
  }
  // HTTP/2 names the host beside the header (RFC 9113 §8.3.1).
  const authority = request.headers[':authority']
  if (typeof authority === 'string' && request.headers.host === undefined) raw.push('host', authority)
  return raw
}

function gathered(raw: RawHeaders): Map<string, string[]> {
  const headers = new Map<string, string[]>()
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase()
    headers.set(name, [...(headers.get(name) ?? []), raw[i + 1] ?? ''])
  }
  return headers
}
