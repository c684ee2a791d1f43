import { mkdir } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { faults, isFaultId } from '#protocol/faults.ts'
import { cannotListen } from '#shared/cannot-listen.ts'
import { idMaker } from '#shared/ids.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { databaseName, lostDatabase, rememberMade } from './database/made.ts'
import { openDatabase, type Database } from './database/open.ts'
import { furnish, type House, type HouseParts } from './house.ts'
import { openKeeping } from './keeping.ts'
import { openModels } from './models/node.ts'
import type { RunningProcess, ServerMeans, ServerSettings } from './settings.ts'

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
  const keeping = openKeeping(settings, means, database.value)
  const models = await openModels(settings, means)
  const makeId = idMaker({ now: means.clock.now, fill: (bytes) => crypto.getRandomValues(bytes) })
  const parts = { settings, means, makeId, database: database.value, models, keeping }
  const house = furnish(parts)
  const listening = await listen(house.listener, settings)
  if (!listening.ok) {
    await closeAll(parts, house)
    return listening
  }
  await house.open()
  const { server, address } = listening.value
  return ok({ address, notice: await noticeOf(parts), stop: () => stop(parts, house, server) })
}

async function noticeOf({ keeping }: HouseParts): Promise<string | undefined> {
  const trouble = await keeping.trouble()
  if (trouble === undefined || !isFaultId(trouble.fault)) return undefined
  const { title, says, todo } = faults[trouble.fault]
  return `${title}: ${trouble.because}. ${says} ${todo}`
}

async function openData(settings: ServerSettings, { clock, log }: ServerMeans): Promise<Outcome<Database, string>> {
  const { dataDir, synchronous, commitDelayMs } = settings
  try {
    await mkdir(dataDir, { recursive: true })
  } catch (error) {
    return fail(
      `\`dataDir\` is ${dataDir}, which cannot be made (${String(error)}): make it, or set \`dataDir\` elsewhere.`,
    )
  }
  const lost = lostDatabase(dataDir)
  if (lost !== undefined) return fail(lost)
  const opened = await openDatabase({ file: join(dataDir, databaseName), synchronous, commitDelayMs }, clock)
  if (opened.ok) remember(dataDir, { clock, log })
  return opened
}

function remember(dataDir: string, { clock, log }: Pick<ServerMeans, 'clock' | 'log'>): void {
  try {
    rememberMade(dataDir, clock.now())
  } catch (error) {
    // A disk that is full or can only be read takes no mark. What is there is read all the same.
    log.warn('database-not-marked', { because: String(error) })
  }
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

async function stop(parts: HouseParts, house: House, server: Server): Promise<void> {
  house.drain()
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const patience = new AbortController()
  const cancel = parts.means.clock.after(drainMs, () => patience.abort())
  await house.idle(patience.signal)
  cancel()
  await house.close()
  await parts.models.close()
  await parts.keeping.close()
  // Readers of replies that go on elsewhere come back to where that is.
  server.closeAllConnections()
  await closed
  parts.database.close()
}

async function closeAll({ models, keeping, database }: HouseParts, house: House): Promise<void> {
  await house.close()
  await models.close()
  await keeping.close()
  database.close()
}
