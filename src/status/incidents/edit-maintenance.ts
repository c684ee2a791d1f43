import type { MaintenanceState } from '#protocol/board.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { StatusTables } from '../store/tables.ts'
import { unknownComponent, type Edit, type EditMeans, type Refused } from './edit.ts'
import { maintenanceSteps } from './life.ts'
import { affect, nextNumber, tell } from './write.ts'

type Row = StatusTables['maintenances']
type Edited = Outcome<Row, Refused>

export interface NewMaintenance {
  readonly title: string
  readonly body: string
  readonly componentIds: readonly string[]
  readonly from: number
  readonly until: number
}

/** A person announces work. */
export function announceMaintenance(means: EditMeans, asked: NewMaintenance): Edited {
  const { store, makeShortId, clock } = means
  const { title, body, componentIds, from, until } = asked
  if (until <= from) return fail({ fault: 'invalid-request', because: 'it ends before it begins' })
  const unknown = unknownComponent(store, componentIds)
  if (unknown !== undefined) return fail({ fault: 'invalid-request', because: `there is no component ${unknown}` })
  const at = clock.now()
  const times = { created_at: at, changed_at: at, from_at: from, until_at: until }
  const row: Row = { id: makeShortId(), number: nextNumber(store), title, state: 'scheduled', version: 1, ...times }
  store.run(store.db.insertInto('maintenances').values(row))
  affect(store, row.id, componentIds)
  tell(means, row.id, { phase: 'scheduled', body, at, by: 'operator' })
  return ok(row)
}

export interface MaintenanceUpdate extends Edit {
  readonly state: MaintenanceState
  readonly body: string
  /** Put to another time. */
  readonly from?: number | undefined
  readonly until?: number | undefined
}

/** A person says something new of work, begins or ends it, or puts it to another time. */
export function updateMaintenance(means: EditMeans, id: string, asked: MaintenanceUpdate): Edited {
  const { store, clock } = means
  const { db } = store
  const row = store.first(db.selectFrom('maintenances').selectAll().where('id', '=', id))
  if (row === undefined) return fail({ fault: 'unknown-incident' })
  if (row.version !== asked.version) {
    return fail({ fault: 'edited-meanwhile', because: `you saw version ${asked.version}, and it is at ${row.version}` })
  }
  const { state, body, from = row.from_at, until = row.until_at } = asked
  if (!maintenanceSteps[row.state][state]) return fail({ fault: 'not-that-step', because: `it is ${row.state}` })
  if (until <= from) return fail({ fault: 'invalid-request', because: 'it ends before it begins' })
  const at = clock.now()
  tell(means, id, { phase: state, body, at, by: 'operator' })
  const changed = { state, from_at: from, until_at: until, changed_at: at, version: row.version + 1 }
  store.run(db.updateTable('maintenances').set(changed).where('id', '=', id))
  return ok({ ...row, ...changed })
}
