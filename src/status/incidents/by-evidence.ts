import { affectedBy } from '../board/incidents.ts'
import type { Means } from '../means.ts'
import { believeWhatIsWell } from './distrust.ts'
import type { ComponentSeen, Evidence } from './evidence.ts'
import { logForecast, scoreForecasts } from './forecast-log.ts'
import { nextPhase } from './life.ts'
import {
  accountOf,
  failedAgainWords,
  joiningWords,
  openingWords,
  recoveredWords,
  settledWords,
  type Account,
} from './words.ts'
import { affect, changeIncident, nextNumber, promiseMs, tell, type IncidentRow } from './write.ts'

export interface ByEvidenceMeans extends Pick<Means, 'store' | 'makeShortId' | 'log'> {
  /** How long it must be well before it is called over. */
  readonly settleMs: number
  /** An incident has begun: somebody should look for its cause. */
  readonly onBegun: (incidentId: string, root: ComponentSeen) => void
}

/**
 * Says in public what the evidence says: one incident for an outage, however many components it takes with it and however
 * often it comes back while it is watched. It acts when the evidence changes, so that it never writes over what people
 * declared. Whether anything public has changed is answered.
 */
export function incidentsByEvidence(means: ByEvidenceMeans, evidence: Evidence): boolean {
  const isTold = tellOutage(means, { ...evidence, seen: evidence.seen.filter(({ isDistrusted }) => !isDistrusted) })
  const isBelieved = believeWhatIsWell(means.store, evidence)
  return markMissed(means, evidence.at) || isTold || isBelieved
}

function tellOutage(means: ByEvidenceMeans, { at, seen, alone }: Evidence): boolean {
  const failing = seen.filter((one) => one.failedAt !== null && !one.isInMaintenance)
  const hidden = seen.filter(({ hiddenBehind, isInMaintenance }) => hiddenBehind !== null && !isInMaintenance)
  const current = notAhead(means, openIncident(means, failing), at)
  if (failing.length === 0) return current === undefined ? false : recover(means, current, { at, seen })
  const affected = [...failing, ...hidden].map(({ id }) => id)
  const outage = { at, failing, affected, account: withNote(accountOf(failing, seen), alone) }
  return current === undefined ? begin(means, outage) : goOn(means, current, { ...outage, seen })
}

function withNote(account: Account, alone: string | null): Account {
  return alone === null ? account : { ...account, evidence: [...account.evidence, alone] }
}

/** The one that this outage belongs to: that of our own, or a person's that names one of the components. */
function openIncident({ store }: ByEvidenceMeans, failing: readonly ComponentSeen[]): IncidentRow | undefined {
  const { db, all } = store
  const open = db.selectFrom('incidents').selectAll().where('merged_into', 'is', null).orderBy('number', 'desc')
  const rows = all(open.where('phase', 'in', ['investigating', 'identified', 'monitoring']))
  const ids = new Set(failing.map(({ id }) => id))
  return rows.find((row) => row.is_measured === 1 || affectedBy(store, row.id).some((id) => ids.has(id)))
}

/**
 * When the clock was set back, what is open would begin after it ends, and stay open until the clock comes round again: what lies
 * ahead counts from now on instead.
 */
function notAhead({ store }: ByEvidenceMeans, row: IncidentRow | undefined, at: number): IncidentRow | undefined {
  if (row === undefined) return undefined
  const { started_at, opened_at, recovered_at } = row
  if (Math.max(started_at, recovered_at ?? 0) <= at) return row
  return changeIncident(store, row, {
    started_at: Math.min(started_at, at),
    opened_at: Math.min(opened_at, at),
    recovered_at: recovered_at === null ? null : Math.min(recovered_at, at),
  })
}

interface Outage {
  readonly at: number
  readonly failing: readonly ComponentSeen[]
  readonly affected: readonly string[]
  readonly account: Account
}

function begin(means: ByEvidenceMeans, { at, failing, affected, account }: Outage): boolean {
  const { store, makeShortId, log } = means
  const id = makeShortId()
  const { title, impact, side, fault, evidence, safe } = account
  const startedAt = Math.min(at, ...failing.map(({ failedAt }) => failedAt ?? at))
  const row: IncidentRow = {
    id,
    number: nextNumber(store),
    title,
    phase: 'investigating',
    impact,
    side,
    cause: null,
    cause_p: null,
    fault,
    evidence: JSON.stringify(evidence),
    safe,
    started_at: startedAt,
    opened_at: at,
    changed_at: at,
    recovered_at: null,
    resolved_at: null,
    next_update_by: at + promiseMs,
    missed_updates: 0,
    is_backfilled: 0,
    opened_by: 'holdfast',
    is_measured: 1,
    merged_into: null,
    version: 1,
  }
  store.run(store.db.insertInto('incidents').values(row))
  affect(store, id, affected)
  tell(means, id, { phase: 'investigating', body: openingWords(account), at, by: 'holdfast' })
  logForecast(store, row, at)
  log.warn('incident opened', { id, title, startedAt, evidence })
  const [root] = failing
  if (root !== undefined) means.onBegun(id, root)
  return true
}

function goOn(means: ByEvidenceMeans, row: IncidentRow, outage: Outage & Pick<Evidence, 'seen'>): boolean {
  const { store } = means
  const { at, affected, account, seen } = outage
  const joined = affect(store, row.id, affected)
  const isAgain = row.recovered_at !== null
  const phase = isAgain ? nextPhase[row.phase]['failed-again'] : row.phase
  if (phase === 'illegal') return false
  const isFirst = row.is_measured === 0
  const isChanged = isAgain || joined.length > 0 || isFirst
  if (isAgain) tell(means, row.id, { phase, body: failedAgainWords(account), at, by: 'holdfast' })
  else if (joined.length > 0) {
    const names = seen.filter(({ id }) => joined.includes(id)).map(({ component }) => component.name)
    tell(means, row.id, { phase, body: joiningWords(names), at, by: 'holdfast' })
  }
  const changed = isChanged ? changeIncident(store, row, changesOf(row, { ...outage, phase })) : row
  return logForecast(store, changed, at) || isChanged
}

/** What people have written is theirs: an incident that a person opened keeps its title and side. */
function changesOf(
  row: IncidentRow,
  { at, phase, account }: Outage & { readonly phase: IncidentRow['phase'] },
): Partial<IncidentRow> {
  const { title, impact, side, fault, evidence, safe } = account
  const measured = { phase, recovered_at: null, is_measured: 1, changed_at: at, next_update_by: at + promiseMs }
  const told = { evidence: JSON.stringify(evidence), fault: fault ?? row.fault }
  if (row.opened_by === 'operator') return { ...measured, ...told }
  const isWorse = impacts.indexOf(impact) > impacts.indexOf(row.impact)
  return { ...measured, ...told, ...(isWorse ? { title, impact, side, safe } : {}) }
}

const impacts = ['none', 'minor', 'major', 'critical'] as const

function recover(means: ByEvidenceMeans, row: IncidentRow, { at, seen }: Pick<Evidence, 'at' | 'seen'>): boolean {
  const { store, settleMs } = means
  // The canary sings seldom; what it last sang still holds.
  const isUnsure = seen.some(({ look, component }) => look.outcome !== 'well' && component.hop !== 'canary')
  if (isUnsure) return false
  if (row.recovered_at === null) {
    const phase = nextPhase[row.phase].recovered
    if (phase === 'illegal') return false
    const since = seen.flatMap(({ recoveredAt }) =>
      recoveredAt !== null && recoveredAt > row.started_at ? [recoveredAt] : [],
    )
    // Nothing is known of how it came back when we were started after that.
    const last = since.length === 0 ? at : Math.max(...since)
    tell(means, row.id, { phase, body: recoveredWords, at, by: 'holdfast' })
    changeIncident(store, row, {
      phase,
      recovered_at: Math.min(at, last),
      changed_at: at,
      next_update_by: at + promiseMs,
    })
    return true
  }
  if (at - row.recovered_at < settleMs || row.phase !== 'monitoring') return false
  settle(means, row, at)
  return true
}

function settle(means: ByEvidenceMeans, row: IncidentRow, at: number): void {
  const { store, settleMs, log } = means
  const lastedMs = Math.max(0, (row.recovered_at ?? at) - row.started_at)
  tell(means, row.id, { phase: 'resolved', body: settledWords(lastedMs, settleMs), at, by: 'holdfast' })
  changeIncident(store, row, { phase: 'resolved', resolved_at: at, changed_at: at, next_update_by: null })
  keepOutage(means, row)
  scoreForecasts(store, row.id, lastedMs)
  log.info('incident resolved', { id: row.id, lastedMs })
}

/** What the next forecasts are learnt from. */
export function keepOutage({ store }: Pick<ByEvidenceMeans, 'store'>, row: IncidentRow): void {
  const { db } = store
  const hops = db.selectFrom('components').innerJoin('affected', 'affected.component_id', 'components.id')
  const root = store.first(hops.select('hop').where('affected.of_id', '=', row.id).orderBy('position').limit(1))
  const { started_at, recovered_at, fault: cause, id: incident_id } = row
  const hop = root?.hop ?? 'server'
  store.run(db.insertInto('outages').values({ id: null, hop, started_at, recovered_at, cause, incident_id }))
}

/** Marks promised words that did not come, and promises the next. */
function markMissed({ store }: ByEvidenceMeans, at: number): boolean {
  const { db, all } = store
  const late = db.selectFrom('incidents').selectAll().where('next_update_by', '<', at).where('merged_into', 'is', null)
  const rows = all(late.where('phase', 'in', ['investigating', 'identified', 'monitoring']))
  for (const row of rows) {
    changeIncident(store, row, {
      missed_updates: row.missed_updates + 1,
      next_update_by: at + promiseMs,
      changed_at: at,
    })
  }
  return rows.length > 0
}
