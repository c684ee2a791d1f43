import type { FaultId } from '#protocol/faults.ts'
import { formatOffset, streamHeaders } from '#protocol/stream.ts'
import { commonHeaders, fault, type ServerContext } from '../api/respond.ts'
import type { AppendRequest, AppendResult, CreateResult, LogState, Missing, ProducerPlace } from '../tokenlog/port.ts'

/** What goes out for a result: a status with headers, or a fault with its reason and headers. */
export type Answer =
  | { readonly status: 200 | 201 | 204; readonly headers: Record<string, string> }
  | { readonly fault: FaultId; readonly because?: string; readonly headers?: Record<string, string> }

export function answer(c: ServerContext, result: Answer): Response {
  if ('fault' in result) return fault(c, result.fault, { because: result.because }, result.headers)
  const headers = { ...commonHeaders(c), 'Cache-Control': 'no-store', ...result.headers }
  return new Response(null, { status: result.status, headers })
}

export function stateHeaders({ tail, closed, contentType, ttlSeconds, expiresAt }: LogState): Record<string, string> {
  return {
    'Content-Type': contentType,
    [streamHeaders.nextOffset]: formatOffset(tail),
    ...(closed ? { [streamHeaders.closed]: 'true' } : {}),
    ...(ttlSeconds === null ? {} : { [streamHeaders.ttl]: String(ttlSeconds) }),
    ...(expiresAt === null ? {} : { [streamHeaders.expiresAt]: new Date(expiresAt).toISOString() }),
  }
}

export function missingAnswer({ kind }: Missing): Answer {
  return { fault: kind === 'gone' ? 'log-gone' : 'log-unknown' }
}

/** §5.1 and §4.2. */
export function createAnswer(result: CreateResult, location: string): Answer {
  switch (result.kind) {
    case 'created':
      return { status: 201, headers: { ...stateHeaders(result.state), Location: location } }
    case 'exists':
      return { status: 200, headers: stateHeaders(result.state) }
    case 'taken':
      return { fault: 'log-exists' }
    case 'no-source':
      return { fault: 'log-unknown', because: `${streamHeaders.forkedFrom} names no log` }
    case 'source-gone':
      return { fault: 'fork-refused' }
    case 'beyond-tail':
      return { fault: 'invalid-offset', because: `the place to branch off at lies beyond the end of the log` }
    case 'type-mismatch':
      return { fault: 'log-type-mismatch', because: `the source holds ${result.contentType}` }
  }
}

/** §5.2 and §5.3. A producer's content is answered with 200, so that it tells it from a duplicate's 204. */
export function appendAnswer(
  result: AppendResult,
  { producer, entries }: Pick<AppendRequest, 'producer' | 'entries'>,
): Answer {
  switch (result.kind) {
    case 'appended': {
      const status = producer !== undefined && entries.length > 0 ? 200 : 204
      return { status, headers: placeHeaders(result, producer, producer?.seq) }
    }
    case 'duplicate':
      return { status: 204, headers: placeHeaders(result, producer, result.seq) }
    case 'unknown':
    case 'gone':
      return missingAnswer(result)
    case 'closed':
      return { fault: 'log-closed', headers: placeHeaders({ tail: result.tail, closed: true }, undefined, undefined) }
    case 'type-mismatch':
      return { fault: 'log-type-mismatch', because: `the log holds ${result.contentType}` }
    case 'sequence':
      return { fault: 'log-sequence' }
    case 'reserved':
      return { fault: 'log-reserved' }
    case 'fenced':
      return { fault: 'producer-fenced', headers: { [streamHeaders.producerEpoch]: String(result.epoch) } }
    case 'epoch-start':
      return {
        fault: 'invalid-stream-request',
        because: `a new ${streamHeaders.producerEpoch} begins with ${streamHeaders.producerSeq} 0`,
      }
    case 'gap':
      return {
        fault: 'producer-gap',
        headers: {
          [streamHeaders.expectedSeq]: String(result.expected),
          [streamHeaders.receivedSeq]: String(result.received),
        },
      }
  }
}

function placeHeaders(
  { tail, closed }: { readonly tail: number; readonly closed: boolean },
  producer: ProducerPlace | undefined,
  seq: number | undefined,
): Record<string, string> {
  return {
    [streamHeaders.nextOffset]: formatOffset(tail),
    ...(closed ? { [streamHeaders.closed]: 'true' } : {}),
    ...(producer === undefined
      ? {}
      : { [streamHeaders.producerEpoch]: String(producer.epoch), [streamHeaders.producerSeq]: String(seq) }),
  }
}
