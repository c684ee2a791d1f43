import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/cli/clock.ts'
import { openDatabase } from '../../src/server/database/open.ts'
import { sqliteStorage } from '../../src/server/storage/sqlite/storage.ts'
import { sqliteTokenLog } from '../../src/server/tokenlog/sqlite/token-log.ts'
import { sheetConformance } from './storage-sheets.ts'
import { storageConformance, type OpenedStorage } from './storage.ts'

storageConformance('SQLite', openRecords)
sheetConformance('SQLite', openRecords)

async function openRecords(): Promise<OpenedStorage> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-records-'))
  const open = async () => {
    const settings = { file: join(folder, 'records.db'), synchronous: 'normal', commitDelayMs: 0 } as const
    const database = await openDatabase(settings, systemClock)
    if (!database.ok) throw new Error(database.error)
    const log = sqliteTokenLog(database.value, systemClock)
    return { database: database.value, log, storage: sqliteStorage(database.value, log.within, systemClock) }
  }
  const [one, two] = [await open(), await open()]
  return {
    storage: one.storage,
    other: two.storage,
    log: one.log,
    async close() {
      for (const { database } of [one, two]) database.close()
      await rm(folder, { recursive: true })
    },
  }
}
