import type { Clock } from '#shared/clock.ts'
import type { Database } from '../../database/open.ts'
import type { Query } from '#sqlite/query.ts'
import type { LogsWithin } from '../../tokenlog/sqlite/token-log.ts'
import type { Branches } from './branches.ts'

/** What the records of every kind lean on. */
export interface Means {
  readonly database: Database
  readonly query: Query
  readonly branches: Branches
  readonly logs: LogsWithin
  readonly clock: Pick<Clock, 'soon'>
}
