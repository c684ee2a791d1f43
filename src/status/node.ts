import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Health } from '#protocol/health.ts'
import { originFault } from '#protocol/origin-check.ts'
import { problem, problemType } from '#protocol/problem.ts'
import { protocolVersion } from '#protocol/version.ts'
import { cannotListen } from '#shared/cannot-listen.ts'
import type { Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { askHealth } from './ask-health.ts'
import { healthPage, pagePolicy } from './health-page.ts'
import { Watch, type Watched } from './watch.ts'

export interface StatusSettings {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** The edge's address, as `http://host:port`. */
  readonly edge: string
  /** The server's address. */
  readonly server: string
  readonly version: string
}

/** What the status process takes from its surroundings. */
export interface StatusMeans {
  readonly clock: Clock
  readonly log: Log
}

export interface RunningStatus {
  /** Where it listens, as `http://host:port`. */
  readonly address: string
  readonly stop: () => Promise<void>
}

const lookEveryMs = 2000
const drainMs = 1000

export async function startStatus(
  settings: StatusSettings,
  means: StatusMeans,
): Promise<Outcome<RunningStatus, string>> {
  const { clock, log } = means
  const watch = new Watch({ ask: (of) => askHealth(settings[of], of, clock), clock, log })
  const startedAt = clock.now()
  let state: Health['state'] = 'ready'
  const server = createServer((request, response) => {
    if (state === 'draining') response.setHeader('connection', 'close')
    const upMs = clock.now() - startedAt
    const health: Health = { process: 'status', version: settings.version, protocol: protocolVersion, state, upMs }
    answer(request, response, { health, edge: settings.edge, watch, now: clock.now() }).catch((bug: unknown) => {
      log.error('bug', { bug: String(bug) })
      response.destroy()
    })
  })
  const listening = await listen(server, settings)
  if (!listening.ok) return listening
  const cancelLooking = clock.every(lookEveryMs, () => void watch.look())
  log.info('status ready', { address: listening.value })
  return ok({
    address: listening.value,
    async stop() {
      state = 'draining'
      cancelLooking()
      await close(server, clock)
    },
  })
}

interface Facts {
  readonly health: Health
  readonly edge: string
  readonly watch: Watch
  readonly now: number
}

async function answer(request: IncomingMessage, response: ServerResponse, facts: Facts): Promise<void> {
  const { method = 'GET', headers, url = '/' } = request
  const site = headers['sec-fetch-site']
  const refused = originFault({ method, host: headers.host, origin: headers.origin, site: textOf(site) })
  const path = url.split('?')[0]
  const isRead = method === 'GET' || method === 'HEAD'
  if (refused !== undefined) sendFault(response, refused)
  else if (path !== '/' && path !== '/healthz' && path !== '/outages') sendFault(response, 'not-found')
  else if (!isRead) sendFault(response.setHeader('allow', 'GET, HEAD'), 'method-not-allowed')
  else if (path === '/healthz') send(response, 200, 'application/json', JSON.stringify(facts.health))
  else if (path === '/outages') send(response, 200, 'application/json', JSON.stringify(facts.watch.history))
  else send(response, 200, 'text/html; charset=utf-8', await page(facts))
}

async function page({ health, edge, watch, now }: Facts): Promise<string> {
  const others: readonly Watched[] = await watch.look()
  return healthPage({ others, own: health, edge, now })
}

function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0]
}

function sendFault(response: ServerResponse, fault: Parameters<typeof problem>[0]): void {
  const document = problem(fault)
  send(response, document.status, problemType, JSON.stringify(document))
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'content-security-policy': pagePolicy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

function listen(server: Server, { host, port }: StatusSettings): Promise<Outcome<string, string>> {
  return new Promise((resolve) => {
    server.once('error', (error) => {
      const code = 'code' in error ? String(error.code) : error.message
      resolve(fail(cannotListen('statusPort', { host, port, code })))
    })
    server.listen({ host, port }, () => {
      const bound = server.address()
      const actual = typeof bound === 'object' && bound !== null ? bound.port : port
      resolve(ok(`http://${host.includes(':') ? `[${host}]` : host}:${actual}`))
    })
  })
}

function close(server: Server, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(drainMs, () => server.closeAllConnections())
    server.close(() => {
      cancel()
      resolve()
    })
  })
}
