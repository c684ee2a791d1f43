import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/cli/clock.ts'
import { openDatabase } from '../../src/server/database/open.ts'
import { sqliteTokenLog } from '../../src/server/tokenlog/sqlite/token-log.ts'
import { tokenLogConformance } from './tokenlog.ts'

tokenLogConformance('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-log-'))
  let aheadMs = 0
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs }
  const open = async () => {
    const database = await openDatabase(
      { file: join(folder, 'log.db'), synchronous: 'normal', commitDelayMs: 1 },
      clock,
    )
    if (!database.ok) throw new Error(database.error)
    return database.value
  }
  const databases = [await open(), await open()] as const
  return {
    log: sqliteTokenLog(databases[0], clock),
    other: sqliteTokenLog(databases[1], clock),
    advance: (ms) => void (aheadMs += ms),
    async close() {
      databases.forEach((database) => database.close())
      await rm(folder, { recursive: true })
    },
  }
})
