import { Hono } from 'hono'
import { openAPIRouteHandler } from 'hono-openapi'
import { HTTPException } from 'hono/http-exception'
import { originFault } from '#protocol/origin-check.ts'
import { healthSchema, type Health } from '#protocol/health.ts'
import type { Log } from '#shared/log.ts'
import { isStorageFailure } from '../database/storage-failure.ts'
import type { StreamMeans } from '../streams/means.ts'
import { streamRoutes } from '../streams/routes.ts'
import { backendRoutes } from './backends.ts'
import { limitBody, requireUtf8 } from './body.ts'
import { chatRoutes } from './chats.ts'
import { describeReading } from './describe.ts'
import { documentation } from './openapi.ts'
import { commonHeaders, fault, type ServerContext, type ServerEnv } from './respond.ts'
import { turnRoutes, type TurnMeans } from './turns.ts'

export interface AppMeans {
  readonly turns: TurnMeans
  readonly streams: StreamMeans
  readonly health: () => Health
  readonly logger: Log
  readonly version: string
}

/** The server's HTTP interface. */
export function serverApp({ turns, streams, health, logger, version }: AppMeans): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>()
  app.use(async (c, next) => {
    c.set('requestId', requestIdOf(c.req.header('x-request-id')) ?? turns.makeId())
    const refused = originFault({
      method: c.req.method,
      host: c.req.header('host'),
      origin: c.req.header('origin'),
      site: c.req.header('sec-fetch-site'),
    })
    if (refused !== undefined) return fault(c, refused)
    for (const [name, value] of Object.entries(commonHeaders(c))) c.header(name, value)
    return next()
  })
  app.use('/api/*', limitBody(streams.bodyLimitBytes), requireUtf8, async (c, next) => {
    c.header('Cache-Control', 'no-store')
    return next()
  })
  app.get('/healthz', describeHealth, (c) => c.json(health()))
  app.route('/api', chatRoutes(turns))
  app.route('/api', turnRoutes(turns))
  app.route('/api', backendRoutes(turns.models))
  app.route('/', streamRoutes(streams))
  app.get('/api/openapi.json', openAPIRouteHandler(app, { documentation: documentation(version) }))
  refuseOtherMethods(app)
  app.notFound((c) => fault(c, 'not-found'))
  app.onError((error, c) => answerError(error, c, { logger, retryAfterMs: turns.retryAfterMs }))
  return app
}

const describeHealth = describeReading({
  summary: 'How this process is',
  status: 200,
  answers: healthSchema,
  faults: [],
})

/** A request id from outside is kept if it is harmless in a log and a header. */
function requestIdOf(header: string | undefined): string | undefined {
  return header !== undefined && /^[\w.:-]{1,128}$/.test(header) ? header : undefined
}

function refuseOtherMethods(app: Hono<ServerEnv>): void {
  const byPath = Map.groupBy(
    app.routes.filter(({ method }) => method !== 'ALL'),
    ({ path }) => path,
  )
  // The first that matches answers: /backends/look before /backends/:name.
  const exactFirst = [...byPath].toSorted(([a], [b]) => Number(a.includes(':')) - Number(b.includes(':')))
  for (const [path, routes] of exactFirst) {
    // Who answers GET answers HEAD.
    const methods = routes.flatMap(({ method }) => (method === 'GET' ? [method, 'HEAD'] : [method]))
    const allow = [...new Set(methods)].join(', ')
    app.all(path, (c) => fault(c, 'method-not-allowed', {}, { Allow: allow }))
  }
}

interface ErrorMeans {
  readonly logger: Log
  readonly retryAfterMs: () => number
}

function answerError(error: Error, c: ServerContext, { logger, retryAfterMs }: ErrorMeans): Response {
  // Hono throws this for a body that is not JSON; nothing else of ours throws it.
  if (error instanceof HTTPException && error.status === 400) return fault(c, 'malformed-json')
  // It went in the middle of its own request: nothing broke here, and nobody hears the answer.
  if (hasGone(c)) return fault(c, 'invalid-request')
  const requestId = c.get('requestId')
  const { stack } = error
  if (isStorageFailure(error)) {
    logger.error('storage-failed', { requestId, error: error.message })
    return fault(c, 'storage-unavailable', { because: error.message, retryAfterMs: retryAfterMs() + storageRetryMs })
  }
  logger.error('request-broke', { requestId, path: c.req.path, error: stack })
  return fault(c, 'internal-error')
}

function hasGone({ env: { incoming } }: ServerContext): boolean {
  return incoming.socket.destroyed && !incoming.complete
}

// A disk is seldom freed within a second; nobody need ask as often as of a server that is about to restart.
const storageRetryMs = 5_000
