import type { Board } from '#protocol/board.ts'
import type { Store } from '../store/store.ts'

const shownMs = 90 * 86_400_000

/** How often the published 80 % ranges were right, of all that can be judged by now. */
export function scoreInStore(store: Store): Board['score'] {
  const { db } = store
  const rows = store.all(
    db.selectFrom('forecasts').select(['q10', 'q90', 'duration_min']).where('duration_min', 'is not', null),
  )
  const right = rows.filter(({ q10, q90, duration_min: min }) => min !== null && min >= q10 && min <= q90)
  return { right: right.length, of: rows.length }
}

/** For how long something failed that was not public: until its incident was opened, or for all of it if that came after. */
export function greenWhileFailingMs(store: Store, now: number): number {
  const { db } = store
  const rows = store.all(
    db
      .selectFrom('incidents')
      .select(['started_at', 'opened_at', 'recovered_at', 'is_backfilled'])
      .where('merged_into', 'is', null)
      .where('started_at', '>', now - shownMs),
  )
  return rows.reduce((sum, row) => {
    const until = Math.min(row.opened_at, row.recovered_at ?? row.opened_at)
    return sum + Math.max(0, until - row.started_at)
  }, 0)
}
