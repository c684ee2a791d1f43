import { sql } from 'kysely'
import { DatabaseDamaged } from '#sqlite/storage-failure.ts'
import type { Storage } from '../port.ts'
import type { Means } from './means.ts'

/** Totals are kept by triggers, and living jobs are few: nothing here grows with what is stored. */
export function figureRecords({ database: { records }, query }: Means): Pick<Storage, 'figures'> {
  return {
    async figures() {
      const history = meta('history')
      if (history === undefined) throw lostRow()
      const restoredFrom = meta('restored-from')
      const totals = only(query.all(records.selectFrom('totals').selectAll()))
      const repliesWaiting = living('queued')
      return {
        history,
        restoredFrom: restoredFrom === undefined ? null : Number(restoredFrom),
        ...totals,
        repliesWaiting,
        repliesWriting: living('writing') + living('stalled'),
      }
    },
  }

  function meta(key: 'history' | 'restored-from'): string | undefined {
    return query.first(records.selectFrom('meta').select('value').where('key', '=', key))?.value
  }

  function living(state: 'queued' | 'writing' | 'stalled'): number {
    const jobs = records.selectFrom('jobs').where('ended_at', 'is', null).where('state', '=', state)
    return only(query.all(jobs.select(sql<number>`count(*)`.as('count')))).count
  }
}

function only<T>([row]: readonly T[]): T {
  if (row === undefined) throw lostRow()
  return row
}

function lostRow(): DatabaseDamaged {
  return new DatabaseDamaged('it has lost a row that every database has')
}
