import { forecastSays, forecast } from '../forecasts.ts'
import type { PastOutage } from '../forecast/past-outage.ts'
import type { Store } from '../store/store.ts'
import type { IncidentRow } from './write.ts'

/** Which estimator made a forecast: those of another one are not to be judged together with it. */
const model = 'blend-1'

// How old an outage is when the next forecast of it is published, in minutes; after that every hour.
const ages = [0, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240]

/** Publishes a forecast when it is time for one. Each is kept as it was published, for ever, to be judged by. */
export function logForecast(store: Store, row: IncidentRow, at: number): boolean {
  const { db } = store
  const elapsedMin = Math.max(0, at - row.started_at) / 60_000
  const latest = store.first(
    db.selectFrom('forecasts').select('elapsed_min').where('incident_id', '=', row.id).orderBy('id', 'desc').limit(1),
  )
  if (latest !== undefined && elapsedMin < nextAge(latest.elapsed_min)) return false
  const asked = { history: historyIn(store), elapsedMin, cause: row.fault ?? undefined }
  const { q10, q50, q90, p30, n } = forecast(asked)
  const says = JSON.stringify(forecastSays(asked))
  const made = { id: null, incident_id: row.id, at, elapsed_min: elapsedMin, q10, q50, q90, p30, n, model, says }
  store.run(db.insertInto('forecasts').values({ ...made, duration_min: null }))
  return true
}

function nextAge(min: number): number {
  return ages.find((age) => age > min) ?? (Math.floor(min / 60) + 1) * 60
}

/** The measured recovery has come: every forecast of the incident can be judged. */
export function scoreForecasts({ db, run }: Store, incidentId: string, lastedMs: number): void {
  run(
    db
      .updateTable('forecasts')
      .set({ duration_min: lastedMs / 60_000 })
      .where('incident_id', '=', incidentId),
  )
}

/** This site's own outages that are over, the oldest first. */
function historyIn({ db, all }: Store): readonly PastOutage[] {
  const newest = db.selectFrom('outages').selectAll().where('recovered_at', 'is not', null)
  return all(newest.orderBy('started_at', 'desc').limit(150))
    .toReversed()
    .map(({ started_at, recovered_at, cause }) => ({
      durationMin: Math.max(0, (recovered_at ?? started_at) - started_at) / 60_000,
      cause: cause ?? undefined,
    }))
}
