import { getRequestListener } from '@hono/node-server'
import { mkdir } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import type { Health } from '#protocol/health.ts'
import { protocolVersion } from '#protocol/version.ts'
import { cannotListen } from '#shared/cannot-listen.ts'
import { idMaker, type MakeId } from '#shared/ids.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { serverApp } from './api/app.ts'
import { openDatabase, type Database } from './database/open.ts'
import { isProcessRunning, processIdentity } from './jobs/process-identity.ts'
import { ReplyJobs } from './jobs/reply-jobs.ts'
import { openModels } from './models/node.ts'
import type { Models } from './models/port.ts'
import type { RunningProcess, ServerMeans, ServerSettings } from './settings.ts'
import type { Storage } from './storage/port.ts'
import { sqliteStorage } from './storage/sqlite/storage.ts'
import type { TokenLog } from './tokenlog/port.ts'
import { sqliteTokenLog } from './tokenlog/sqlite/token-log.ts'

const sweepEveryMs = 60_000
// How long replies that are being written may go on when the server is asked to stop. The next one goes on with them.
const drainMs = 3_000
// A proxy before us may keep a connection idle for a minute; the side that closes first must be the proxy, or it sends
// a request into a connection that is closing.
const keepAliveMs = 75_000

/** Starts the server: opens the data, takes over unfinished replies, listens. The error is one sentence. */
export async function startServer(
  settings: ServerSettings,
  means: ServerMeans,
): Promise<Outcome<RunningProcess, string>> {
  const database = await openData(settings, means)
  if (!database.ok) return database
  const models = await openModels(settings, means)
  const house = furnish(settings, means, { database: database.value, models })
  const listening = await listen(house.listener, settings)
  if (!listening.ok) {
    await models.close()
    database.value.close()
    return listening
  }
  await house.jobs.open()
  const { server, address } = listening.value
  return ok({ address, stop: () => stop(house, server, means) })
}

async function openData(settings: ServerSettings, { clock }: ServerMeans): Promise<Outcome<Database, string>> {
  const { dataDir, synchronous, commitDelayMs } = settings
  try {
    await mkdir(dataDir, { recursive: true })
  } catch (error) {
    return fail(
      `\`dataDir\` is ${dataDir}, which cannot be made (${String(error)}): make it, or set \`dataDir\` elsewhere.`,
    )
  }
  return openDatabase({ file: join(dataDir, 'holdfast.db'), synchronous, commitDelayMs }, clock)
}

interface Opened {
  readonly database: Database
  readonly models: Models
}

interface House extends Opened {
  readonly jobs: ReplyJobs
  readonly drain: () => void
  readonly stopSweeping: () => void
  readonly listener: ReturnType<typeof getRequestListener>
}

/** Puts storage, token log, jobs and interface together. */
function furnish(settings: ServerSettings, means: ServerMeans, { database, models }: Opened): House {
  const { clock, chance, log: logger } = means
  const makeId = idMaker({ now: clock.now, fill: (bytes) => crypto.getRandomValues(bytes) })
  const log = sqliteTokenLog(database, clock)
  const storage = sqliteStorage(database, log.within)
  const owner = { name: makeId(), process: processIdentity() }
  const jobs = replyJobs(settings, means, { storage, log, models, owner })
  let isDraining = false
  const startedAt = clock.now()
  const health = (): Health => ({
    process: 'server',
    version: settings.version,
    protocol: protocolVersion,
    state: isDraining ? 'draining' : 'ready',
    upMs: clock.now() - startedAt,
  })
  const app = serverApp({
    turns: {
      storage,
      jobs,
      models,
      clock,
      makeId,
      owner: owner.name,
      isDraining: () => isDraining,
      // Spread, so that those who were refused together do not come back together.
      retryAfterMs: () => Math.round(500 + chance() * 1_500),
    },
    streams: {
      log,
      clock,
      chance,
      longPollMs: settings.longPollMs,
      bodyLimitBytes: settings.bodyLimitBytes,
      onFailure: (error, requestId) => logger.error('storage-failed', { requestId, error: String(error) }),
    },
    health,
    logger,
    version: settings.version,
  })
  return {
    database,
    models,
    jobs,
    drain: () => void (isDraining = true),
    stopSweeping: sweepExpired(log, means),
    listener: getRequestListener(app.fetch),
  }
}

interface JobParts {
  readonly storage: Storage
  readonly log: TokenLog
  readonly models: Models
  readonly owner: { readonly name: ReturnType<MakeId>; readonly process: string }
}

function replyJobs(settings: ServerSettings, { clock, chance, log: logger }: ServerMeans, parts: JobParts): ReplyJobs {
  const { firstTokenMs, silenceMs, giveUpMs, leaseMs, atOnce } = settings
  return new ReplyJobs({
    ...parts,
    clock,
    chance,
    logger,
    giveUpMs,
    leaseMs,
    atOnce,
    limits: { firstMs: firstTokenMs, laterMs: silenceMs },
    isRunning: isProcessRunning,
  })
}

function sweepExpired(log: TokenLog, { clock, log: logger }: ServerMeans): () => void {
  return clock.every(sweepEveryMs, () => {
    log.sweep().catch((error: unknown) => logger.error('storage-failed', { error: String(error) }))
  })
}

interface Listening {
  readonly server: Server
  readonly address: string
}

function listen(listener: House['listener'], { host, port }: ServerSettings): Promise<Outcome<Listening, string>> {
  return new Promise((resolve) => {
    const server = createServer(
      { keepAliveTimeout: keepAliveMs },
      (request, response) => void listener(request, response),
    )
    server.once('error', (error) => {
      const code = 'code' in error ? String(error.code) : error.message
      resolve(fail(cannotListen('serverPort', { host, port, code })))
    })
    server.listen(port, host, () => {
      const bound = server.address()
      const actualPort = typeof bound === 'object' && bound !== null ? bound.port : port
      resolve(ok({ server, address: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}` }))
    })
  })
}

async function stop(house: House, server: Server, { clock }: ServerMeans): Promise<void> {
  house.drain()
  house.stopSweeping()
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const patience = new AbortController()
  const cancel = clock.after(drainMs, () => patience.abort())
  await house.jobs.idle(patience.signal)
  cancel()
  await house.jobs.close()
  await house.models.close()
  // Readers of replies that go on elsewhere come back to where that is.
  server.closeAllConnections()
  await closed
  house.database.close()
}
