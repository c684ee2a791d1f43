import { Hono } from 'hono'
import { openAPIRouteHandler } from 'hono-openapi'
import { HTTPException } from 'hono/http-exception'
import { originFault } from '#protocol/origin-check.ts'
import { healthSchema, type Health } from '#protocol/health.ts'
import type { MakeId } from '#shared/ids.ts'
import type { Log } from '#shared/log.ts'
import { storageFault } from '#sqlite/storage-failure.ts'
import type { StreamMeans } from '../streams/means.ts'
import { streamRoutes } from '../streams/routes.ts'
import { backendRoutes } from './backends.ts'
import { limitBody, requireUtf8 } from './body.ts'
import { exportOrderRoutes } from './export-orders.ts'
import { exportRoutes, type ExportRouteMeans } from './exports.ts'
import { importRoutes, uploadRoutes, type ImportRouteMeans } from './imports.ts'
import { chatRoutes } from './chats.ts'
import { describeReading } from './describe.ts'
import { ledgerRoutes, type LedgerMeans } from './ledger.ts'
import { lookRoutes, type LookMeans } from './looks.ts'
import { documentation } from './openapi.ts'
import { commonHeaders, fault, type ServerContext, type ServerEnv } from './respond.ts'
import { sheetRoutes } from './sheets.ts'
import { turnRoutes, type TurnMeans } from './turns.ts'

export interface AppMeans {
  readonly turns: TurnMeans
  readonly streams: StreamMeans
  readonly ledger: LedgerMeans
  readonly looks: Pick<LookMeans, 'backends' | 'canary'>
  readonly exports: ExportRouteMeans
  readonly imports: ImportRouteMeans
  readonly health: () => Promise<Health>
  /** A read or a write has met damage in what is stored. */
  readonly onDamage: (because: string) => void
  readonly logger: Log
  readonly version: string
}

/** The server's HTTP interface. */
export function serverApp(means: AppMeans): Hono<ServerEnv> {
  const { turns, streams, ledger, looks, exports, imports, health, version } = means
  const app = guardedApp(turns.makeId)
  app.route('/api', uploadRoutes(imports))
  app.use('/api/*', limitBody(streams.bodyLimitBytes), requireUtf8, async (c, next) => {
    c.header('Cache-Control', 'no-store')
    return next()
  })
  app.get('/healthz', describeHealth, async (c) => c.json(await health()))
  app.route('/api', chatRoutes(turns))
  app.route('/api', sheetRoutes(turns))
  app.route('/api', turnRoutes(turns))
  app.route('/api', backendRoutes(turns.models))
  app.route('/api', ledgerRoutes(ledger))
  app.route('/api', lookRoutes({ ...looks, health, models: turns.models }))
  app.route('/api', exportRoutes(exports))
  app.route('/api', exportOrderRoutes({ ...exports, makeId: turns.makeId }))
  app.route('/api', importRoutes(imports))
  app.route('/', streamRoutes(streams))
  app.get('/api/openapi.json', openAPIRouteHandler(app, { documentation: documentation(version) }))
  refuseOtherMethods(app)
  app.notFound((c) => fault(c, 'not-found'))
  app.onError((error, c) => answerError(error, c, means))
  return app
}

/** What every request meets first. */
export function guardedApp(makeId: MakeId): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>()
  app.use(async (c, next) => {
    c.set('requestId', requestIdOf(c.req.header('x-request-id')) ?? makeId())
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

function answerError(error: Error, c: ServerContext, { logger, turns, onDamage }: AppMeans): Response {
  // Hono throws this for a body that is not JSON; nothing else of ours throws it.
  if (error instanceof HTTPException && error.status === 400) return fault(c, 'malformed-json')
  // It went in the middle of its own request: nothing broke here, and nobody hears the answer.
  if (hasGone(c)) return fault(c, 'invalid-request')
  const requestId = c.get('requestId')
  const { stack } = error
  const failed = storageFault(error)
  if (failed !== undefined) {
    logger.error('storage-failed', { requestId, fault: failed, error: error.message })
    if (failed === 'database-damaged') onDamage(error.message)
    return fault(c, failed, { because: error.message, retryAfterMs: turns.retryAfterMs() + storageRetryMs })
  }
  logger.error('request-broke', { requestId, path: c.req.path, error: stack })
  return fault(c, 'internal-error')
}

function hasGone({ env: { incoming } }: ServerContext): boolean {
  return incoming.socket.destroyed && !incoming.complete
}

// A disk is seldom freed within a second; nobody need ask as often as of a server that is about to restart.
const storageRetryMs = 5_000
