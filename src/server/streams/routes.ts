import { Hono } from 'hono'
import { streamHeaders, streamRoot } from '#protocol/stream.ts'
import { readBody } from '../api/body.ts'
import { commonHeaders, fault, type ServerContext, type ServerEnv } from '../api/respond.ts'
import type { CreateResult, Entry, TokenLog } from '../tokenlog/port.ts'
import { answer, appendAnswer, createAnswer, missingAnswer, stateHeaders } from './answers.ts'
import { isJson, mediaType, messagesIn } from './content.ts'
import type { StreamMeans } from './means.ts'
import { readLog } from './read.ts'
import { asksToClose, expiryOf, forkOf, logIdIn, producerOf, type Header } from './request.ts'

/** The Durable Streams protocol over the token log: one handler a verb. */
export function streamRoutes(means: StreamMeans): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>()
  const path = `${streamRoot}*`
  const withLog =
    (handle: (c: ServerContext, id: string, means: StreamMeans) => Promise<Response>) => async (c: ServerContext) => {
      const id = logIdIn(c.req.path)
      return id === undefined ? fault(c, 'not-found') : handle(c, id, means)
    }
  app.options(path, (c) => preflight(c))
  app.put(path, withLog(create))
  app.post(path, withLog(append))
  app.delete(path, withLog(remove))
  // Hono answers HEAD by GET and drops the body; metadata must not count as a read.
  app.get(
    path,
    withLog((c, id) => (c.req.method === 'HEAD' ? metadata(c, id, means) : readLog(c, id, means))),
  )
  return app
}

// No `Access-Control-Allow-Origin`: another site's pages have no business here, but they are told so in good form.
function preflight(c: ServerContext): Response {
  const headers = {
    ...commonHeaders(c),
    Allow: 'GET, HEAD, PUT, POST, DELETE, OPTIONS',
    'Access-Control-Allow-Methods': 'GET, HEAD, PUT, POST, DELETE',
    'Access-Control-Allow-Headers': [
      'Content-Type',
      'If-None-Match',
      'Last-Event-ID',
      ...Object.values(streamHeaders),
    ].join(', '),
    Vary: 'Origin',
  }
  return new Response(null, { status: 204, headers })
}

async function create(c: ServerContext, id: string, means: StreamMeans): Promise<Response> {
  const header: Header = (name) => c.req.header(name)
  const [expiry, fork] = [expiryOf(header), forkOf(header)]
  if (!expiry.ok) return fault(c, 'invalid-stream-request', { because: expiry.error })
  if (!fork.ok) return fault(c, 'invalid-stream-request', { because: fork.error })
  const body = await readBody(c, means.bodyLimitBytes)
  if (body instanceof Response) return body

  const typeHeader = c.req.header('content-type')
  const contentType = await typeOf(typeHeader, fork.value?.source, means.log)
  const first = messagesIn(body, contentType)
  if (!first.ok) return fault(c, 'malformed-json', { because: first.error })
  const common = { ...expiry.value, closed: asksToClose(header) }
  const result: CreateResult =
    fork.value === undefined
      ? await means.log.create(id, { ...common, contentType, reserved: false }, first.value)
      : await means.log.fork(
          id,
          fork.value,
          { ...common, contentType: typeHeader && mediaType(typeHeader) },
          first.value,
        )
  return answer(c, createAnswer(result, new URL(c.req.url).href))
}

/** The type that the new log will have: a fork that asks for none gets its source's. */
async function typeOf(header: string | undefined, source: string | undefined, log: TokenLog): Promise<string> {
  if (header !== undefined || source === undefined) return mediaType(header)
  const state = await log.state(source)
  return state.kind === 'state' ? state.contentType : mediaType(undefined)
}

async function append(c: ServerContext, id: string, means: StreamMeans): Promise<Response> {
  const header: Header = (name) => c.req.header(name)
  const producer = producerOf(header)
  if (!producer.ok) return fault(c, 'invalid-stream-request', { because: producer.error })
  const body = await readBody(c, means.bodyLimitBytes)
  if (body instanceof Response) return body
  const found = await means.log.state(id)
  if (found.kind !== 'state') return answer(c, missingAnswer(found))

  const close = asksToClose(header)
  const hasContent = body.length > 0
  if (!hasContent && !close) return fault(c, 'invalid-stream-request', { because: 'the body is empty' })
  const typeHeader = c.req.header('content-type')
  if (hasContent && typeHeader === undefined)
    return fault(c, 'invalid-stream-request', { because: 'Content-Type is missing' })
  const contentType = hasContent ? mediaType(typeHeader) : undefined

  const entries = messagesOf(c, body, { sent: contentType, held: found.contentType })
  if (entries instanceof Response) return entries
  const sequence = header(streamHeaders.sequence)
  const request = { entries, close, contentType, sequence, producer: producer.value }
  return answer(c, appendAnswer(await means.log.append(id, request), request))
}

/** A body of the wrong type is not read at all: the log says so itself, after its own more important checks. */
function messagesOf(
  c: ServerContext,
  body: Uint8Array,
  { sent, held }: { readonly sent: string | undefined; readonly held: string },
): readonly Entry[] | Response {
  if (sent === undefined || sent !== held) return []
  const messages = messagesIn(body, held)
  if (!messages.ok) return fault(c, 'malformed-json', { because: messages.error })
  if (isJson(held) && messages.value.length === 0)
    return fault(c, 'invalid-stream-request', { because: 'the array is empty' })
  return messages.value
}

async function metadata(c: ServerContext, id: string, means: StreamMeans): Promise<Response> {
  const found = await means.log.state(id)
  return answer(c, found.kind === 'state' ? { status: 200, headers: stateHeaders(found) } : missingAnswer(found))
}

async function remove(c: ServerContext, id: string, means: StreamMeans): Promise<Response> {
  const found = await means.log.state(id)
  if (found.kind === 'state' && found.reserved) return fault(c, 'log-reserved')
  const result = await means.log.remove(id)
  return answer(c, result.kind === 'removed' ? { status: 204, headers: {} } : missingAnswer(result))
}
