import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { FaultId } from '#protocol/faults.ts'
import { problem, problemType, type ProblemDetails } from '#protocol/problem.ts'

/** What every request carries along. */
export interface RequestVariables {
  requestId: string
}

export interface ServerEnv {
  /** What @hono/node-server passes along. */
  Bindings: HttpBindings
  Variables: RequestVariables
}

export type ServerContext = Context<ServerEnv>

/** On everything that goes out, faults included (PROTOCOL.md §12.7). Stories are nobody else's to load. */
export function commonHeaders(c: ServerContext): Record<string, string> {
  return {
    'X-Request-Id': c.get('requestId'),
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
  }
}

/** Answers with a fault. `headers` go beside it. */
export function fault(
  c: ServerContext,
  id: FaultId,
  details: Omit<ProblemDetails, 'requestId' | 'instance'> = {},
  headers: Readonly<Record<string, string>> = {},
): Response {
  const document = problem(id, { requestId: c.get('requestId'), instance: c.req.path, ...details })
  const retryAfter =
    details.retryAfterMs === undefined ? {} : { 'Retry-After': String(Math.ceil(details.retryAfterMs / 1000)) }
  return new Response(JSON.stringify(document), {
    status: document.status,
    headers: {
      ...commonHeaders(c),
      'Content-Type': problemType,
      'Cache-Control': 'no-store',
      ...retryAfter,
      ...headers,
    },
  })
}
