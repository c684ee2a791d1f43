import { join } from 'node:path'
import type { Trouble } from '#protocol/ledger.ts'
import { Backups } from './backup/backups.ts'
import { askChild } from './backup/upkeep.ts'
import { databaseName } from './database/made.ts'
import type { Database } from './database/open.ts'
import type { ServerMeans, ServerSettings } from './settings.ts'
import { storageTrouble } from './storage-trouble.ts'

// The start is over by then, and a server that is killed again soon need not begin.
const checkAfterMs = 10_000

/** What keeps the stories safe beside the writing of them: backups, and the check of the whole database. */
export interface Keeping {
  readonly backups: Backups
  /** Why nothing is taken in at present. */
  readonly trouble: () => Promise<Trouble | undefined>
  readonly close: () => Promise<void>
}

export function openKeeping(settings: ServerSettings, means: ServerMeans, database: Database): Keeping {
  const { clock, chance, log: logger } = means
  const leaving = new AbortController()
  const { backupAt: rhythm, version } = settings
  const { foundDamaged: onDamage } = database
  const backups = new Backups({ clock, chance, logger, place: settings, rhythm, version, ask: askChild, onDamage })
  const trouble = () => storageTrouble({ database, newestBackup: () => backups.last() })
  const isSound = database.damage() === undefined
  if (isSound) backups.open()
  const check = () => void checkWhole(settings, means, { database, signal: leaving.signal })
  const cancel = isSound ? clock.after(checkAfterMs, check) : () => undefined
  void database.damaged.then(() => backups.close())
  return {
    backups,
    trouble,
    async close() {
      leaving.abort()
      cancel()
      await backups.close()
    },
  }
}

interface Checking {
  readonly database: Database
  readonly signal: AbortSignal
}

async function checkWhole(
  { dataDir }: ServerSettings,
  { log }: ServerMeans,
  { database, signal }: Checking,
): Promise<void> {
  const news = await askChild({ t: 'check', file: join(dataDir, databaseName) }, signal)
  if (signal.aborted) return
  if (news.t === 'failed') log.warn('database-not-checked', { because: news.failure.because })
  if (news.t === 'checked' && news.damage === null) log.info('database-checked')
  if (news.t === 'checked' && news.damage !== null) database.foundDamaged(news.damage)
}
