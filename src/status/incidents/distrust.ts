import type { Store } from '../store/store.ts'
import type { Evidence } from './evidence.ts'

/** That the operator holds what our probe sees of a component for wrong. */
export interface Distrust {
  readonly since: number
  /** In the operator's words. */
  readonly because: string
}

/** The components whose probe is held for wrong, by id. */
export function distrustedIn({ db, all }: Store): ReadonlyMap<string, Distrust> {
  const rows = all(db.selectFrom('distrusted').selectAll())
  return new Map(rows.map(({ component_id, at: since, because }) => [component_id, { since, because }]))
}

export interface Distrusting extends Distrust {
  readonly incidentId: string
  readonly componentIds: readonly string[]
}

/** Takes nothing of what is seen of these for a failure, until each was measured well. */
export function distrust(store: Store, { incidentId, componentIds, since, because }: Distrusting): void {
  const { db } = store
  for (const component_id of componentIds) {
    const row = { incident_id: incidentId, at: since, because }
    const added = db.insertInto('distrusted').values({ component_id, ...row })
    store.run(added.onConflict((found) => found.doUpdateSet(row)))
  }
}

/** An incident is opened again: the probes were right. */
export function believeAgain(store: Store, incidentId: string): void {
  store.run(store.db.deleteFrom('distrusted').where('incident_id', '=', incidentId))
}

/** What has been measured well is believed again: who sees it come back, also sees it go. Whether that changed anything. */
export function believeWhatIsWell(store: Store, { seen }: Pick<Evidence, 'seen'>): boolean {
  const well = seen.filter(
    ({ isDistrusted, look, failedAt }) => isDistrusted && failedAt === null && look.outcome === 'well',
  )
  const ids = well.map(({ id }) => id)
  if (ids.length === 0) return false
  return store.run(store.db.deleteFrom('distrusted').where('component_id', 'in', ids)) > 0
}
