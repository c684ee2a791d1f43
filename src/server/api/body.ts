import { isUtf8 } from 'node:buffer'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { fault, type ServerContext, type ServerEnv } from './respond.ts'

/** Refuses larger bodies, and bodies that say they are not JSON, before anybody reads them. */
export function limitBody(limitBytes: number): MiddlewareHandler<ServerEnv> {
  const limit = bodyLimit({ maxSize: limitBytes, onError: (c) => tooLarge(c, limitBytes) })
  return async function limitJsonBody(c, next) {
    const type = c.req.header('content-type')
    // Taken for an empty request otherwise, what it says would be passed over without a word.
    if (type === undefined && hasBody(c)) return fault(c, 'wrong-content-type', { because: 'it does not say which' })
    if (type !== undefined && !/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) {
      return fault(c, 'wrong-content-type', { because: `it says ${JSON.stringify(type.slice(0, 100))}` })
    }
    return limit(c, next)
  }
}

function hasBody(c: ServerContext): boolean {
  return c.req.header('transfer-encoding') !== undefined || Number(c.req.header('content-length') ?? 0) > 0
}

/** Words are stored as they were sent, or not at all: broken UTF-8 would be read as other words. */
export const requireUtf8: MiddlewareHandler<ServerEnv> = async (c, next) => {
  if (c.req.raw.body !== null && !isUtf8(await c.req.arrayBuffer())) {
    return fault(c, 'malformed-json', { because: 'the body is not UTF-8' })
  }
  return next()
}

/** The body of a request, or the fault when it is larger than the limit. */
export async function readBody(c: ServerContext, limitBytes: number): Promise<Uint8Array | Response> {
  if (Number(c.req.header('content-length') ?? 0) > limitBytes) return tooLarge(c, limitBytes)
  const parts: Uint8Array[] = []
  let sizeBytes = 0
  for await (const part of c.req.raw.body ?? []) {
    sizeBytes += part.length
    if (sizeBytes > limitBytes) return tooLarge(c, limitBytes)
    parts.push(part)
  }
  return new Uint8Array(Buffer.concat(parts))
}

// Somebody who is still sending when we answer and close loses the answer to a reset connection. So the rest is read,
// and thrown away, as long as it is of a size that somebody may have sent by mistake.
const mistakeBytes = 32 * 1024 * 1024

async function tooLarge(c: ServerContext, limitBytes: number): Promise<Response> {
  const { body } = c.req.raw
  if (body !== null && !body.locked) await throwAway(body)
  return fault(c, 'body-too-large', { members: { limitBytes } }, { Connection: 'close' })
}

/** A file on its way in. */
export interface Upload {
  readonly bytes: AsyncIterable<Uint8Array>
  /** Before a refusal: what of the file has not been read yet. */
  readonly throwAwayRest: () => Promise<void>
}

/** The body of a request as it comes. Whoever stops reading does not break the connection. */
export function uploadOf(c: ServerContext): Upload {
  const reader = c.req.raw.body?.getReader()
  async function* rest(): AsyncGenerator<Uint8Array> {
    if (reader === undefined) return
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  }
  return { bytes: rest(), throwAwayRest: () => throwAway(rest()) }
}

async function throwAway(body: AsyncIterable<Uint8Array>): Promise<void> {
  let sizeBytes = 0
  for await (const part of body) {
    sizeBytes += part.length
    if (sizeBytes > mistakeBytes) return
  }
}
