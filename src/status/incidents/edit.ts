import type { ComponentState, Impact, IncidentPhase } from '#protocol/board.ts'
import type { Side } from '#protocol/fault.ts'
import type { FaultId } from '#protocol/faults.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { affectedBy } from '../board/incidents.ts'
import type { Means } from '../means.ts'
import { keepOutage } from './by-evidence.ts'
import { stateFor } from './declared.ts'
import { believeAgain, distrust } from './distrust.ts'
import { scoreForecasts } from './forecast-log.ts'
import { declarable, isOver } from './life.ts'
import { affect, changeIncident, incidentById, nextNumber, promiseMs, tell, type IncidentRow } from './write.ts'

export type EditMeans = Pick<Means, 'store' | 'makeShortId' | 'clock'>

/** Why an edit was not made. */
export interface Refused {
  readonly fault: FaultId
  readonly because?: string
}

type Edited = Outcome<IncidentRow, Refused>

export interface NewIncident {
  readonly title: string
  readonly impact: Impact
  readonly side: Side | null
  readonly componentIds: readonly string[]
  readonly body: string
  /** Given when it is written down afterwards: since when, and until when it lasted. */
  readonly startedAt?: number | undefined
  readonly recoveredAt?: number | undefined
}

/** A person opens an incident; or writes one down that is over already, which is said of it. */
export function openIncident({ store, makeShortId, clock }: EditMeans, asked: NewIncident): Edited {
  const at = clock.now()
  const { title, impact, side, componentIds, body, startedAt = at, recoveredAt } = asked
  const isWrong = startedAt > at || (recoveredAt !== undefined && (recoveredAt < startedAt || recoveredAt > at))
  if (isWrong) return fail({ fault: 'invalid-request', because: 'its times are not in their order' })
  const unknown = unknownComponent(store, componentIds)
  if (unknown !== undefined) return fail({ fault: 'invalid-request', because: `there is no component ${unknown}` })
  const isBackfilled = recoveredAt !== undefined
  const row: IncidentRow = {
    ...unsaid,
    id: makeShortId(),
    number: nextNumber(store),
    title,
    impact,
    side,
    started_at: startedAt,
    opened_at: at,
    changed_at: at,
    recovered_at: recoveredAt ?? null,
    phase: isBackfilled ? 'resolved' : 'investigating',
    resolved_at: isBackfilled ? at : null,
    next_update_by: isBackfilled ? null : at + promiseMs,
    is_backfilled: isBackfilled ? 1 : 0,
  }
  store.run(store.db.insertInto('incidents').values(row))
  affect(store, row.id, componentIds)
  const changes = changesFor(store, componentIds, isBackfilled ? 'operational' : stateFor(impact))
  tell({ store, makeShortId }, row.id, { phase: row.phase, body, at, by: 'operator', changes })
  if (isBackfilled) keepOutage({ store }, row)
  return ok(row)
}

const unsaid = {
  cause: null,
  cause_p: null,
  fault: null,
  evidence: '[]',
  safe: '',
  missed_updates: 0,
  opened_by: 'operator',
  is_measured: 0,
  merged_into: null,
  version: 1,
} as const

export interface Edit {
  /** The version that the editor saw. */
  readonly version: number
  readonly at?: number
}

export interface IncidentUpdate extends Edit {
  readonly phase: IncidentPhase
  readonly body: string
  readonly title?: string | undefined
  readonly impact?: Impact | undefined
  readonly side?: Side | null | undefined
  /** In how many minutes the next word comes. */
  readonly nextMin?: number | undefined
  /** Why our own probes are wrong, which see it fail still: then it may be declared over all the same. */
  readonly probesWrong?: string | undefined
}

/** A person says something new, and perhaps declares another phase. */
export function updateIncident(means: EditMeans, id: string, asked: IncidentUpdate): Edited {
  const { store, clock } = means
  const found = editable(store, id, asked.version)
  if (!found.ok) return found
  const row = found.value
  const { phase } = asked
  if (!declarable[row.phase][phase]) return fail({ fault: 'not-that-step', because: `it is ${row.phase}` })
  const isClosing = isOver(phase) && !isOver(row.phase)
  const isSeenFailing = row.is_measured === 1 && row.recovered_at === null
  const because = whyNotClosed(asked, { isClosing, isSeenFailing })
  if (because !== undefined) return fail({ fault: 'not-that-step', because })
  const at = clock.now()
  tell(means, id, { phase, body: withDoubt(asked), at, by: 'operator' })
  if (asked.probesWrong !== undefined)
    distrust(store, { incidentId: id, componentIds: affectedBy(store, id), since: at, because: asked.probesWrong })
  if (isOver(row.phase) && !isOver(phase)) believeAgain(store, id)
  const closed = closing(row, { phase, at, isClosing })
  const promised = isOver(phase) ? null : at + (asked.nextMin === undefined ? promiseMs : asked.nextMin * 60_000)
  const { title = row.title, impact = row.impact, side = row.side } = asked
  const said = { phase, title, impact, side, changed_at: at, next_update_by: promised }
  const changed = changeIncident(store, row, { ...closed, ...said })
  learnFrom(means, changed)
  return ok(changed)
}

/** The page must not say that all is well while our own probes see that it is not, unless somebody answers for that. */
function whyNotClosed(
  { probesWrong }: IncidentUpdate,
  { isClosing, isSeenFailing }: { readonly isClosing: boolean; readonly isSeenFailing: boolean },
): string | undefined {
  if (probesWrong === undefined)
    return isClosing && isSeenFailing ? 'our own probes see it fail still; if they are wrong, say so' : undefined
  return isClosing && isSeenFailing ? undefined : 'our own probes see no failure that this would end'
}

/** What people read must hold it for good: an update can be corrected, and never taken away. */
function withDoubt({ body, probesWrong }: IncidentUpdate): string {
  if (probesWrong === undefined) return body
  const why = probesWrong === body ? '.' : `: ${probesWrong}`
  return `${body}\n\nOur own probes see it fail still. The operator holds them for wrong, and answers for that${why}`
}

function closing(row: IncidentRow, { phase, at, isClosing }: { phase: IncidentPhase; at: number; isClosing: boolean }) {
  if (isClosing) return { resolved_at: at }
  // Opened again: what was declared of its end does not hold any more.
  return isOver(row.phase) && !isOver(phase) ? { resolved_at: null, recovered_at: null } : {}
}

/** What was measured of an incident that a person has closed is learnt from like any other. */
function learnFrom({ store }: EditMeans, { id, started_at, recovered_at, is_measured, phase }: IncidentRow): void {
  if (is_measured === 0 || recovered_at === null || !isOver(phase)) return
  const { db } = store
  if (store.first(db.selectFrom('outages').select('id').where('incident_id', '=', id)) !== undefined) return
  const row = incidentById(store, id)
  if (row !== undefined) keepOutage({ store }, row)
  scoreForecasts(store, id, Math.max(0, recovered_at - started_at))
}

/** The text of an update becomes another one, and what stood there before stays to be seen. */
export function correctUpdate(
  { store, clock }: EditMeans,
  id: string,
  { version, updateId, body }: Edit & { readonly updateId: string; readonly body: string },
): Edited {
  const found = editable(store, id, version)
  if (!found.ok) return found
  const { db } = store
  const update = store.first(db.selectFrom('updates').selectAll().where('id', '=', updateId).where('of_id', '=', id))
  if (update === undefined) return fail({ fault: 'unknown-incident', because: `it has no update ${updateId}` })
  const until = clock.now()
  store.run(db.insertInto('corrections').values({ id: null, update_id: updateId, body: update.body, until }))
  store.run(db.updateTable('updates').set({ body }).where('id', '=', updateId))
  return ok(changeIncident(store, found.value, { changed_at: until }))
}

/** Two that were one outage: the other tells its story from now on, with the earlier beginning of both. */
export function mergeIncident(
  means: EditMeans,
  id: string,
  { version, into }: Edit & { readonly into: string },
): Edited {
  const { store, clock } = means
  const found = editable(store, id, version)
  if (!found.ok) return found
  const target = incidentById(store, into)
  if (target === undefined || target.merged_into !== null) return fail({ fault: 'unknown-incident', because: into })
  if (into === id || isOver(target.phase))
    return fail({ fault: 'not-that-step', because: 'that one is over, or the same' })
  const at = clock.now()
  affect(store, into, affectedBy(store, id))
  const body = `Incident ${found.value.number}, "${found.value.title}", is the same outage, and is told here from now on.`
  tell(means, into, { phase: target.phase, body, at, by: 'operator' })
  changeIncident(store, found.value, { merged_into: into, phase: 'resolved', resolved_at: at, changed_at: at })
  const started_at = Math.min(target.started_at, found.value.started_at)
  const is_measured = Math.max(target.is_measured, found.value.is_measured)
  return ok(changeIncident(store, target, { started_at, is_measured, changed_at: at, next_update_by: at + promiseMs }))
}

/** What may be edited: it is there, tells its own story, and is as the editor saw it. */
function editable(store: Means['store'], id: string, version: number): Edited {
  const row = incidentById(store, id)
  if (row === undefined || row.merged_into !== null) return fail({ fault: 'unknown-incident' })
  return row.version === version
    ? ok(row)
    : fail({ fault: 'edited-meanwhile', because: `you saw version ${version}, and it is at ${row.version}` })
}

export function unknownComponent({ db, all }: Means['store'], ids: readonly string[]): string | undefined {
  const known = new Set(all(db.selectFrom('components').select('id')).map((row) => row.id))
  return ids.find((id) => !known.has(id))
}

function changesFor(store: Means['store'], ids: readonly string[], to: ComponentState) {
  const { db } = store
  return ids.flatMap((componentId) => {
    const of = db.selectFrom('states').select('state').where('component_id', '=', componentId)
    const from = store.first(of.orderBy('id', 'desc').limit(1))?.state ?? 'operational'
    return from === to ? [] : [{ componentId, from, to }]
  })
}
