import type { BoardUpdate, IncidentPhase, MaintenanceState } from '#protocol/board.ts'
import type { Means } from '../means.ts'
import type { Store } from '../store/store.ts'
import type { StatusTables } from '../store/tables.ts'

export type IncidentRow = StatusTables['incidents']
export type WritingMeans = Pick<Means, 'store' | 'makeShortId'>

/** Until when the next word is promised: half an hour, which sites that are praised for it keep nine times of ten. */
export const promiseMs: number = 30 * 60_000

export interface Told {
  readonly phase: IncidentPhase | MaintenanceState
  readonly body: string
  readonly at: number
  readonly by: 'holdfast' | 'operator'
  readonly changes?: BoardUpdate['changes']
}

/** Says something of an incident or a maintenance. What was said stays: there is no way to take an update away. */
export function tell({ store, makeShortId }: WritingMeans, ofId: string, told: Told): string {
  const id = makeShortId()
  const { phase, body, at, by, changes = [] } = told
  const row = { id, of_id: ofId, phase, body, at, by, changes: JSON.stringify(changes) }
  store.run(store.db.insertInto('updates').values(row))
  return id
}

/** Numbers of incidents and maintenances are one row, for feeds name both by them. */
export function nextNumber({ db, first }: Store): number {
  const incident = first(db.selectFrom('incidents').select((row) => row.fn.max('number').as('most')))
  const maintenance = first(db.selectFrom('maintenances').select((row) => row.fn.max('number').as('most')))
  return 1 + Math.max(incident?.most ?? 0, maintenance?.most ?? 0)
}

/** Adds components to what is affected; those that are new there are answered. */
export function affect(store: Store, ofId: string, componentIds: readonly string[]): readonly string[] {
  const { db } = store
  return componentIds.filter((component_id) => {
    const added = db
      .insertInto('affected')
      .values({ of_id: ofId, component_id })
      .onConflict((found) => found.doNothing())
    return store.run(added) > 0
  })
}

/** Changes an incident, and its version with it. */
export function changeIncident(store: Store, { id, version }: IncidentRow, change: Partial<IncidentRow>): IncidentRow {
  const { db } = store
  store.run(
    db
      .updateTable('incidents')
      .set({ ...change, version: version + 1 })
      .where('id', '=', id),
  )
  const changed = incidentById(store, id)
  if (changed === undefined) throw new Error(`incident ${id} has gone`)
  return changed
}

export function incidentById({ db, first }: Store, id: string): IncidentRow | undefined {
  return first(db.selectFrom('incidents').selectAll().where('id', '=', id))
}
