import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { formatOffset, heartbeatMs, streamHeaders } from '#protocol/stream.ts'
import { commonHeaders, fault, type ServerContext } from '../api/respond.ts'
import { isStorageFailure } from '#sqlite/storage-failure.ts'
import type { LogState, ReadLimit, ReadResult } from '../tokenlog/port.ts'
import { answer, missingAnswer, stateHeaders } from './answers.ts'
import { bodyOf, isJson, isText } from './content.ts'
import { nextCursor } from './cursor.ts'
import { openFeed, type Sink } from './feed.ts'
import { changed } from './long-poll.ts'
import type { StreamMeans } from './means.ts'
import { placeOf } from './request.ts'

const page: ReadLimit = { entries: 10_000, bytes: 1024 * 1024 }

type Live = 'no' | 'long-poll' | 'sse'

/** GET: catch up, wait for news, or follow (PROTOCOL.md §5.6-§5.8). */
export async function readLog(c: ServerContext, id: string, means: StreamMeans): Promise<Response> {
  const live = liveOf(c.req.query('live'))
  if (live === undefined) return fault(c, 'invalid-stream-request', { because: '`live` is long-poll or sse' })
  const [offset, ...more] = c.req.queries('offset') ?? []
  if (more.length > 0) return fault(c, 'invalid-offset', { because: 'there is more than one `offset`' })
  if (offset === undefined && live !== 'no') return fault(c, 'invalid-offset', { because: '`live` needs an `offset`' })

  const found = await means.log.state(id)
  if (found.kind !== 'state') return answer(c, missingAnswer(found))
  await extendLife(c, id, means)
  const from = startOf(c.req.header('last-event-id'), offset, found)
  if (from === undefined) return fault(c, 'invalid-offset', { because: `${offset} is not an offset of this log` })
  if (live === 'sse') return follow(c, id, { from, state: found, means })
  if (live === 'long-poll') return poll(c, id, { from, means })
  return catchUp(c, { result: await means.log.read(id, from, page), isNow: offset === 'now', means, cursor: undefined })
}

/** A disk that is full takes no note of a read. The log may expire sooner for it, but it is read. */
async function extendLife(c: ServerContext, id: string, { log, onFailure }: StreamMeans): Promise<void> {
  try {
    await log.touch(id)
  } catch (error) {
    if (!isStorageFailure(error)) throw error
    onFailure(error, c.get('requestId'))
  }
}

function liveOf(parameter: string | undefined): Live | undefined {
  if (parameter === undefined) return 'no'
  return parameter === 'long-poll' || parameter === 'sse' ? parameter : undefined
}

/**
 * Where to begin. A browser's own EventSource comes back with the address it began with and tells the last event it
 * has in a header, which therefore counts for more.
 */
function startOf(lastEventId: string | undefined, offset: string | undefined, { tail }: LogState): number | undefined {
  const resumed = lastEventId === undefined ? undefined : placeOf(lastEventId)
  const from = resumed ?? (offset === undefined ? 0 : offset === 'now' ? tail : placeOf(offset))
  return from !== undefined && from <= tail ? from : undefined
}

interface CatchUp {
  readonly result: ReadResult
  readonly isNow: boolean
  readonly means: StreamMeans
  /** Of a live answer. */
  readonly cursor: string | undefined
}

function catchUp(c: ServerContext, { result, isNow, cursor }: CatchUp): Response {
  if (result.kind === 'beyond-tail') return fault(c, 'invalid-offset', { because: 'the offset lies beyond the end' })
  if (result.kind !== 'read') return answer(c, missingAnswer(result))
  const { entries, next, state } = result
  const isAtTail = next === state.tail
  const isLast = isAtTail && state.closed
  const etag = `"${state.instance}:${next - entries.length}:${next}${isLast ? ':c' : ''}"`
  const headers = {
    ...commonHeaders(c),
    'Content-Type': state.contentType,
    'Cache-Control': isNow ? 'no-store' : 'private, no-cache',
    [streamHeaders.nextOffset]: formatOffset(next),
    ...(isAtTail ? { [streamHeaders.upToDate]: 'true' } : {}),
    ...(isLast ? { [streamHeaders.closed]: 'true' } : {}),
    ...(cursor === undefined ? {} : { [streamHeaders.cursor]: cursor }),
    ...(isNow ? {} : { ETag: etag }),
  }
  if (!isNow && c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers })
  return new Response(bodyOf(entries, state.contentType), { headers })
}

async function poll(
  c: ServerContext,
  id: string,
  { from, means }: { readonly from: number; readonly means: StreamMeans },
): Promise<Response> {
  const cursor = cursorOf(c, means)
  const before = await means.log.state(id)
  if (before.kind === 'state' && before.tail === from && !before.closed) {
    await changed(means.log, id, from, { clock: means.clock, timeoutMs: means.longPollMs, signal: c.req.raw.signal })
  }
  const result = await means.log.read(id, from, page)
  if (result.kind !== 'read' || result.entries.length > 0) {
    return catchUp(c, { result, isNow: false, means, cursor: cursor() })
  }
  const headers = {
    ...commonHeaders(c),
    ...stateHeaders(result.state),
    'Cache-Control': 'no-store',
    [streamHeaders.upToDate]: 'true',
    [streamHeaders.cursor]: cursor(),
  }
  return new Response(null, { status: 204, headers })
}

function follow(
  c: ServerContext,
  id: string,
  { from, state, means }: { readonly from: number; readonly state: LogState; readonly means: StreamMeans },
): Response {
  const { contentType } = state
  const { incoming, outgoing } = c.env
  // It has gone while we looked. Nobody would tell us later, and the feed would never end.
  if (incoming.socket.destroyed) return RESPONSE_ALREADY_SENT
  outgoing.writeHead(200, {
    ...commonHeaders(c),
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'private, no-cache, no-transform',
    // nginx and its kind hold an event stream back unless told not to.
    'X-Accel-Buffering': 'no',
    ...(isText(contentType) || isJson(contentType) ? {} : { [streamHeaders.dataEncoding]: 'base64' }),
  })
  outgoing.flushHeaders()
  const { log, clock } = means
  const failed = (error: unknown): void => means.onFailure(error, c.get('requestId'))
  const followed = { log, id, contentType, from, clock, heartbeatMs, cursor: cursorOf(c, means), failed }
  openFeed(followed, sinkOn(outgoing))
  return RESPONSE_ALREADY_SENT
}

function sinkOn(outgoing: ServerResponse): Sink {
  // Behind another answer on the same connection this one has no socket yet, and waits inside `outgoing`.
  const { socket } = outgoing
  return socket !== null && outgoing.chunkedEncoding ? chunkedSink(outgoing, socket) : plainSink(outgoing)
}

function plainSink(outgoing: ServerResponse): Sink {
  return {
    write: (text) => outgoing.write(text),
    onDrain: (drained) => outgoing.on('drain', drained),
    onClose: (closed) => outgoing.once('close', closed),
    end: () => outgoing.end(),
  }
}

/**
 * Writes chunks (RFC 9112 §7.1) to the socket itself: `outgoing.write` makes four writes of each, which costs several
 * microseconds for every token of every reader. Its own end still sends the last chunk.
 */
function chunkedSink(outgoing: ServerResponse, socket: Socket): Sink {
  return {
    ...plainSink(outgoing),
    write: (text) => socket.write(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`),
    onDrain(drained) {
      socket.on('drain', drained)
      outgoing.once('close', () => socket.off('drain', drained))
    },
  }
}

function cursorOf(c: ServerContext, { clock, chance }: StreamMeans): () => string {
  const sent = c.req.query('cursor')
  return () => nextCursor(sent, clock.now(), chance)
}
