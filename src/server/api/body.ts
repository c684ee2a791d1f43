import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { fault, type ServerContext, type ServerEnv } from './respond.ts'

/** Refuses larger bodies, and bodies that say they are not JSON, before anybody reads them. */
export function limitBody(limitBytes: number): MiddlewareHandler<ServerEnv> {
  const limit = bodyLimit({ maxSize: limitBytes, onError: (c) => tooLarge(c, limitBytes) })
  return async function limitJsonBody(c, next) {
    const type = c.req.header('content-type')
    if (type !== undefined && !/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) {
      return fault(c, 'wrong-content-type', { because: `it says ${JSON.stringify(type.slice(0, 100))}` })
    }
    return limit(c, next)
  }
}

/** The body of a request, or the fault when it is larger than the limit: then the rest of it is not read. */
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

// What is left of the body is not worth reading, so the connection cannot be used again.
function tooLarge(c: ServerContext, limitBytes: number): Response {
  return fault(c, 'body-too-large', { members: { limitBytes } }, { Connection: 'close' })
}
