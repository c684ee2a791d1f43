import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Entry } from '../tokenlog/port.ts'

const jsonType = 'application/json'
const defaultType = 'application/octet-stream'

/** The media type alone, in lower case: parameters and case do not make another type (RFC 9110 §8.3.1). */
export function mediaType(header: string | undefined): string {
  const type = (header ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  return type === '' ? defaultType : type
}

export function isJson(contentType: string): boolean {
  return contentType === jsonType
}

/** Whether the log can be sent as an event stream as it is; other bytes travel as base64 (PROTOCOL.md §5.8). */
export function isText(contentType: string): boolean {
  return contentType.startsWith('text/') || isJson(contentType)
}

/**
 * The messages in a request body. In a JSON log an array is a list of messages, one level of it (§9.1); elsewhere the
 * whole body is one. The error says what is wrong with the body.
 */
export function messagesIn(body: Uint8Array, contentType: string): Outcome<readonly Entry[], string> {
  if (body.length === 0) return ok([])
  if (!isJson(contentType)) return ok([body])
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    return ok((Array.isArray(value) ? value : [value]).map((message) => JSON.stringify(message)))
  } catch (error) {
    return fail(error instanceof SyntaxError ? error.message : 'the body is not UTF-8')
  }
}

/** Messages as the body of a read. */
export function bodyOf(entries: readonly Entry[], contentType: string): string | Uint8Array<ArrayBuffer> {
  return isJson(contentType) ? `[${entries.join(',')}]` : bytesOf(entries)
}

/** Messages as the data of one event. */
export function eventDataOf(entries: readonly Entry[], contentType: string): string {
  if (isJson(contentType)) return `[${entries.join(',')}]`
  const bytes = bytesOf(entries)
  return isText(contentType) ? new TextDecoder().decode(bytes) : Buffer.from(bytes).toString('base64')
}

function bytesOf(entries: readonly Entry[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(entries.map((entry) => (typeof entry === 'string' ? Buffer.from(entry) : entry))))
}
