import type { Clock } from '#shared/clock.ts'
import type { Database } from '../../database/open.ts'
import { queryOn } from '#sqlite/query.ts'
import type { LogsWithin } from '../../tokenlog/sqlite/token-log.ts'
import type { Storage } from '../port.ts'
import { archiveRecords } from './archive.ts'
import { branchesOf } from './branches.ts'
import { chatRecords } from './chats.ts'
import { figureRecords } from './figures.ts'
import { jobRecords } from './jobs.ts'
import { messageRecords } from './messages.ts'
import { sheetRecords } from './sheets.ts'
import { turnRecords } from './turns.ts'

/** The records in SQLite, in the same file and transactions as the token log. */
export function sqliteStorage(database: Database, logs: LogsWithin, clock: Pick<Clock, 'soon'>): Storage {
  const query = queryOn(database.sqlite)
  const means = { database, query, logs, clock, branches: branchesOf(database.records, query) }
  return {
    ...chatRecords(means),
    ...sheetRecords(means),
    ...messageRecords(means),
    ...turnRecords(means),
    ...jobRecords(means),
    ...archiveRecords(means),
    ...figureRecords(means),
  }
}
