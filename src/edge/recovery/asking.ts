import { streamRoot } from '#protocol/stream.ts'
import { patternOf } from '../path-pattern.ts'
import type { RequestHead } from '../request-head.ts'
import { safeMethods } from '../retry.ts'
import type { Asking } from './gate.ts'

/** What the gate is told of a request. Whoever reads a running reply costs the server little, and has waited already. */
export function askingOf(head: RequestHead, client: string | undefined, signal?: AbortSignal): Asking {
  const isReading = head.path.startsWith(streamRoot) && safeMethods.has(head.method)
  return {
    kind: isReading ? 'reading-reply' : 'visit',
    client,
    cookie: head.header('cookie'),
    takesCookie: isPageOrData(head.header('sec-fetch-dest')),
    like: `${head.method} ${patternOf(head.path)}`,
    isPatient: isReading && head.query.includes('live=long-poll'),
    signal,
  }
}

/** The edge itself wants to know how the origin is. */
export const healthAsking: Asking = {
  kind: 'health',
  client: undefined,
  cookie: undefined,
  takesCookie: false,
  like: 'health',
  isPatient: false,
}

/** Browsers say for what they ask: `empty` is what scripts fetch. */
function isPageOrData(destination: string | undefined): boolean {
  return destination === undefined || destination === 'document' || destination === 'empty'
}
