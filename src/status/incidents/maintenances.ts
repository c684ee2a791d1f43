import type { MaintenanceState } from '#protocol/board.ts'
import type { Store } from '../store/store.ts'
import type { StatusTables } from '../store/tables.ts'
import type { Evidence } from './evidence.ts'
import { tell, type WritingMeans } from './write.ts'

type Row = StatusTables['maintenances']

/** The components that are worked on right now. */
export function workedOn({ db, all }: Store): ReadonlySet<string> {
  const affected = db.selectFrom('affected').innerJoin('maintenances', 'maintenances.id', 'affected.of_id')
  return new Set(all(affected.select('component_id').where('state', '=', 'in_progress')).map((row) => row.component_id))
}

/** Begins and ends what was announced, by the clock; it is completed when what was worked on is measured well. */
export function moveMaintenances(means: WritingMeans, { at, seen }: Pick<Evidence, 'at' | 'seen'>): boolean {
  const { store } = means
  const { db } = store
  const going = store.all(db.selectFrom('maintenances').selectAll().where('state', '!=', 'completed'))
  return going.map((row) => move(means, row, { at, seen })).some(Boolean)
}

function move(means: WritingMeans, row: Row, { at, seen }: Pick<Evidence, 'at' | 'seen'>): boolean {
  if (row.state === 'scheduled' && at >= row.from_at) return step(means, row, { state: 'in_progress', at, body: begun })
  if (row.state === 'in_progress' && at >= row.until_at)
    return step(means, row, { state: 'verifying', at, body: ended })
  if (row.state !== 'verifying') return false
  const ids = affectedIds(means.store, row.id)
  const isWell = seen.every(({ id, look, failedAt }) => !ids.has(id) || (failedAt === null && look.outcome === 'well'))
  return isWell && at > row.changed_at ? step(means, row, { state: 'completed', at, body: verified }) : false
}

const begun = 'The announced work begins. What is worked on may fail meanwhile, and is expected to.'
const ended = 'The announced time is over. We look whether all of it works again.'
const verified = 'What was worked on is measured well. The work is completed.'

function step(
  means: WritingMeans,
  row: Row,
  { state, at, body }: { readonly state: MaintenanceState; readonly at: number; readonly body: string },
): boolean {
  const { store } = means
  tell(means, row.id, { phase: state, body, at, by: 'holdfast' })
  const changed = { state, changed_at: at, version: row.version + 1 }
  store.run(store.db.updateTable('maintenances').set(changed).where('id', '=', row.id))
  return true
}

function affectedIds({ db, all }: Store, id: string): ReadonlySet<string> {
  const rows = all(db.selectFrom('affected').select('component_id').where('of_id', '=', id))
  return new Set(rows.map((row) => row.component_id))
}
