import { getRequestListener } from '@hono/node-server'
import { join } from 'node:path'
import type { Health } from '#protocol/health.ts'
import { protocolVersion } from '#protocol/version.ts'
import type { MakeId } from '#shared/ids.ts'
import { serverApp } from './api/app.ts'
import { unreadableApp } from './api/unreadable.ts'
import type { Damage, Database } from './database/open.ts'
import { Imports } from './archive/imports.ts'
import { isProcessRunning, processIdentity } from './jobs/process-identity.ts'
import { ReplyJobs } from './jobs/reply-jobs.ts'
import type { Keeping } from './keeping.ts'
import { BackendLooks } from './looks/backend-looks.ts'
import { CanarySong } from './looks/canary.ts'
import type { Models } from './models/port.ts'
import type { ServerMeans, ServerSettings } from './settings.ts'
import type { Storage } from './storage/port.ts'
import { sqliteStorage } from './storage/sqlite/storage.ts'
import type { TokenLog } from './tokenlog/port.ts'
import { sqliteTokenLog } from './tokenlog/sqlite/token-log.ts'

const sweepEveryMs = 60_000

export interface HouseParts {
  readonly settings: ServerSettings
  readonly means: ServerMeans
  readonly makeId: MakeId
  readonly database: Database
  readonly models: Models
  readonly keeping: Keeping
}

/** Storage, token log, jobs and interface, put together. */
export interface House {
  readonly listener: ReturnType<typeof getRequestListener>
  /** Takes over unfinished replies, unless nothing may be written. */
  readonly open: () => Promise<void>
  /** Takes nothing new from now on. */
  readonly drain: () => void
  /** Resolves when no reply is being written, or when the signal aborts. */
  readonly idle: (signal: AbortSignal) => Promise<void>
  readonly close: () => Promise<void>
}

export function furnish(parts: HouseParts): House {
  let isDraining = false
  const { database } = parts
  const state = { isDraining: () => isDraining, health: healthOf(parts, () => isDraining) }
  const drain = (): void => void (isDraining = true)
  try {
    return { ...readable(parts, state), drain }
  } catch (error) {
    if (database.damage() === undefined) throw error
    // Not even the tables are there to be read.
    return { ...unreadable(parts, state), drain }
  }
}

interface State {
  readonly isDraining: () => boolean
  readonly health: () => Promise<Health>
}

function healthOf({ settings, means: { clock }, keeping }: HouseParts, isDraining: () => boolean): State['health'] {
  const startedAt = clock.now()
  return async () => {
    const trouble = await keeping.trouble()
    return {
      process: 'server',
      version: settings.version,
      protocol: protocolVersion,
      state: isDraining() ? 'draining' : trouble === undefined ? 'ready' : 'reading',
      ...(trouble !== undefined && { fault: trouble.fault, because: trouble.because }),
      upMs: clock.now() - startedAt,
    }
  }
}

type Rooms = Omit<House, 'drain'>

function unreadable(parts: HouseParts, { health }: State): Rooms {
  const { makeId, database } = parts
  const app = unreadableApp({ makeId, health })
  void database.damaged.then((damage) => tellDamage(parts, damage))
  return {
    listener: getRequestListener(app.fetch),
    open: async () => undefined,
    idle: async () => undefined,
    close: async () => undefined,
  }
}

function readable(parts: HouseParts, { isDraining, health }: State): Rooms {
  const { settings, means, makeId, database, models, keeping } = parts
  const { clock, chance, log: logger } = means
  const log = sqliteTokenLog(database, clock)
  const storage = sqliteStorage(database, log.within, clock)
  const owner = { name: makeId(), process: processIdentity() }
  const jobs = replyJobs(parts, { storage, log, owner })
  const imports = new Imports({ folder: join(settings.dataDir, 'imports'), storage, clock, logger })
  const looks = { backends: new BackendLooks({ models, clock }), canary: new CanarySong({ models, clock, makeId }) }
  const stopSweeping = sweepExpired(log, means)
  // Nobody can write a reply to its end any more.
  void database.damaged.then(async (damage) => {
    await tellDamage(parts, damage)
    stopSweeping()
    await jobs.close()
  })
  const app = serverApp({
    turns: {
      storage,
      jobs,
      models,
      clock,
      makeId,
      owner: owner.name,
      isDraining,
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
    ledger: { storage, ...keeping },
    looks,
    exports: { storage, log, clock, logger, version: settings.version, fill: (bytes) => crypto.getRandomValues(bytes) },
    imports: { storage, imports, clock, makeId },
    health,
    onDamage: database.foundDamaged,
    logger,
    version: settings.version,
  })
  return {
    listener: getRequestListener(app.fetch),
    async open() {
      if (database.damage() !== undefined) return
      await jobs.open()
      await imports.open()
    },
    idle: (signal) => jobs.idle(signal),
    async close() {
      stopSweeping()
      looks.backends.close()
      looks.canary.close()
      await imports.close()
      await jobs.close()
    },
  }
}

async function tellDamage({ means: { log }, keeping }: HouseParts, { notNoted }: Damage): Promise<void> {
  const trouble = await keeping.trouble()
  log.error('database-damaged', { ...trouble, ...(notNoted !== null && { notNoted }) })
}

interface JobParts {
  readonly storage: Storage
  readonly log: TokenLog
  readonly owner: { readonly name: string; readonly process: string }
}

function replyJobs({ settings, means, models }: HouseParts, parts: JobParts): ReplyJobs {
  const { clock, chance, log: logger } = means
  const { firstTokenMs, silenceMs, giveUpMs, leaseMs, atOnce } = settings
  return new ReplyJobs({
    ...parts,
    models,
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
