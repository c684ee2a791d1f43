import { Hono } from 'hono'
import { openAPIRouteHandler } from 'hono-openapi'
import { HTTPException } from 'hono/http-exception'
import { originFault } from '#protocol/origin-check.ts'
import type { Health } from '#protocol/health.ts'
import type { Log } from '#shared/log.ts'
import type { StreamMeans } from '../streams/means.ts'
import { streamRoutes } from '../streams/routes.ts'
import { backendRoutes } from './backends.ts'
import { limitBody } from './body.ts'
import { chatRoutes } from './chats.ts'
import { fault, type ServerContext, type ServerEnv } from './respond.ts'
import { isStorageFailure } from './storage-fault.ts'
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
    c.header('X-Request-Id', c.get('requestId'))
    return next()
  })
  app.use('/api/*', limitBody(streams.bodyLimitBytes), async (c, next) => {
    c.header('X-Content-Type-Options', 'nosniff')
    c.header('Cache-Control', 'no-store')
    return next()
  })
  app.get('/healthz', (c) => c.json(health()))
  app.route('/api', chatRoutes(turns))
  app.route('/api', turnRoutes(turns))
  app.route('/api', backendRoutes(turns.models))
  app.route('/', streamRoutes(streams))
  app.get('/api/openapi.json', openAPIRouteHandler(app, { documentation: documentation(version) }))
  refuseOtherMethods(app)
  app.notFound((c) => fault(c, 'not-found'))
  app.onError((error, c) => answerError(error, c, logger))
  return app
}

function documentation(version: string): object {
  const description = 'Chats, turns and replies. Token logs are under /v1/stream (Durable Streams).'
  return { openapi: '3.1.0', info: { title: 'Holdfast', version, description, license: { name: 'MIT' } } }
}

/** A request id from outside is kept if it is harmless in a log and a header. */
function requestIdOf(header: string | undefined): string | undefined {
  return header !== undefined && /^[\w.:-]{1,128}$/.test(header) ? header : undefined
}

function refuseOtherMethods(app: Hono<ServerEnv>): void {
  const byPath = Map.groupBy(
    app.routes.filter(({ method }) => method !== 'ALL'),
    ({ path }) => path,
  )
  for (const [path, routes] of byPath) {
    const allow = [...new Set(routes.map(({ method }) => method))].join(', ')
    app.all(path, (c) => fault(c, 'method-not-allowed', {}, { Allow: allow }))
  }
}

function answerError(error: Error, c: ServerContext, logger: Log): Response {
  // Hono throws this for a body that is not JSON; nothing else of ours throws it.
  if (error instanceof HTTPException && error.status === 400) return fault(c, 'malformed-json')
  const requestId = c.get('requestId')
  const { stack } = error
  if (isStorageFailure(error)) {
    logger.error('storage-failed', { requestId, error: error.message })
    return fault(c, 'storage-unavailable', { because: error.message, retryAfterMs: storageRetryMs })
  }
  logger.error('request-broke', { requestId, path: c.req.path, error: stack })
  return fault(c, 'internal-error')
}

const storageRetryMs = 10_000
