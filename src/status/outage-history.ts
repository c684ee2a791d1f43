import type { OutageHistory } from '#protocol/outages.ts'
import type { Hop } from '#protocol/board.ts'
import type { Store } from './store/store.ts'

// As many as a forecast is made of.
const mostKept = 150

// What is shorter was no incident, and only the watch that looks every two seconds has seen it.
const shortestIncidentMs = 30_000

/** How long edge and server were away: the outages that were incidents, from any run of this process, and the short ones of this one. */
export function outageHistory(store: Store, seen: OutageHistory): OutageHistory {
  const short = (of: 'edge' | 'server'): number[] => seen.durationsMs[of].filter((ms) => ms < shortestIncidentMs)
  return {
    ...seen,
    durationsMs: {
      edge: [...keptOf(store, ['dns', 'edge']), ...short('edge')].slice(-mostKept),
      server: [...keptOf(store, ['server']), ...short('server')].slice(-mostKept),
    },
  }
}

function keptOf({ db, all }: Store, hops: readonly Hop[]): readonly number[] {
  const rows = all(
    db
      .selectFrom('outages')
      .select(['started_at', 'recovered_at'])
      .where('hop', 'in', [...hops])
      .where('recovered_at', 'is not', null)
      .orderBy('started_at', 'desc')
      .limit(mostKept),
  )
  return rows.toReversed().map((row) => Math.max(0, (row.recovered_at ?? row.started_at) - row.started_at))
}
