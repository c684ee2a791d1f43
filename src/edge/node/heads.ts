import { splitTarget, type RequestHead } from '../request-head.ts'
import type { Visit } from './visit.ts'

/** The head of a request of Node's, HTTP/1.1 or HTTP/2. */
export function headOf({ method, url, headers }: Visit['request']): RequestHead {
  return {
    method: method ?? 'GET',
    ...splitTarget(url ?? '/'),
    header(name) {
      // HTTP/2 names the host beside the header (RFC 9113 §8.3.1).
      const value = name === 'host' ? (headers.host ?? headers[':authority']) : headers[name]
      return typeof value === 'string' ? value : value?.join(', ')
    },
  }
}

/** What can be told of a request that could not be read: whether a person waits for it. */
export function headOfBroken(error: Error): RequestHead {
  const packet = 'rawPacket' in error && Buffer.isBuffer(error.rawPacket) ? error.rawPacket.toString('latin1') : ''
  const accept = /^accept:[ \t]*([^\r\n]*)/im.exec(packet)?.[1]
  return { method: 'GET', path: '/', query: '', header: (name) => (name === 'accept' ? accept : undefined) }
}
