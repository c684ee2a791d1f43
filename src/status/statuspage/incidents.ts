import type { Board, BoardIncident, BoardMaintenance, BoardUpdate, ComponentState } from '#protocol/board.ts'
import { incidentAddress } from '../page-addresses.ts'
import { componentRow, type StatuspageComponent } from './components.ts'
import { isoOf } from './iso.ts'

export interface StatuspageUpdate {
  readonly id: string
  readonly status: BoardUpdate['phase']
  readonly body: string
  readonly incident_id: string
  readonly created_at: string
  readonly updated_at: string
  readonly display_at: string
  readonly affected_components: readonly StatuspageChange[] | null
  readonly deliver_notifications: boolean
  readonly custom_tweet: null
  readonly tweet_id: null
}

interface StatuspageChange {
  readonly code: string
  readonly name: string
  readonly old_status: ComponentState
  readonly new_status: ComponentState
}

interface StatuspageEntry<Status extends string, Impact extends string> {
  readonly id: string
  readonly name: string
  readonly status: Status
  readonly created_at: string
  readonly updated_at: string
  readonly monitoring_at: string | null
  readonly resolved_at: string | null
  readonly impact: Impact
  readonly shortlink: string
  readonly started_at: string
  readonly page_id: string
  /** The newest first. */
  readonly incident_updates: readonly StatuspageUpdate[]
  readonly components: readonly StatuspageComponent[]
}

/** What Statuspage has no word for goes under one key; extra keys harm no client. */
export interface StatuspageIncident extends StatuspageEntry<BoardIncident['phase'], BoardIncident['impact']> {
  readonly reminder_intervals: null
  readonly holdfast: {
    readonly hop: string | null
    readonly whose_side: BoardIncident['side']
    readonly estimate: BoardIncident['forecast']
    readonly data_safety: string
    readonly evidence_url: string
  }
}

export interface StatuspageMaintenance extends StatuspageEntry<BoardMaintenance['state'], 'maintenance'> {
  readonly scheduled_for: string
  readonly scheduled_until: string
}

export function incidentRow(incident: BoardIncident, board: Board): StatuspageIncident {
  const { phase, impact, startedAt, openedAt, changedAt, resolvedAt, side, forecast, safe } = incident
  const components = namedBy(incident, board)
  return {
    ...entryOf(incident, board),
    status: phase,
    impact,
    created_at: isoOf(openedAt),
    updated_at: isoOf(changedAt),
    monitoring_at: whenIn('monitoring', incident),
    resolved_at: resolvedAt === null ? null : isoOf(resolvedAt),
    started_at: isoOf(startedAt),
    reminder_intervals: null,
    holdfast: {
      hop: components.find(({ hop }) => hop !== null)?.hop ?? null,
      whose_side: side,
      estimate: forecast,
      data_safety: safe,
      evidence_url: incidentAddress(board, incident),
    },
  }
}

export function maintenanceRow(maintenance: BoardMaintenance, board: Board): StatuspageMaintenance {
  const { state, createdAt, changedAt, from, until } = maintenance
  return {
    ...entryOf(maintenance, board),
    status: state,
    impact: 'maintenance',
    created_at: isoOf(createdAt),
    updated_at: isoOf(changedAt),
    monitoring_at: null,
    resolved_at: state === 'completed' ? (whenIn('completed', maintenance) ?? isoOf(changedAt)) : null,
    started_at: isoOf(createdAt),
    scheduled_for: isoOf(from),
    scheduled_until: isoOf(until),
  }
}

type Entry = BoardIncident | BoardMaintenance
type Shared = Pick<StatuspageIncident, 'id' | 'name' | 'shortlink' | 'page_id' | 'incident_updates' | 'components'>

function entryOf(entry: Entry, board: Board): Shared {
  return {
    id: entry.id,
    name: entry.title,
    shortlink: incidentAddress(board, entry),
    page_id: board.id,
    incident_updates: entry.updates.map((update) => updateRow(update, entry.id, board)),
    components: namedBy(entry, board).map((component) => componentRow(component, board)),
  }
}

function namedBy({ componentIds }: Entry, board: Board): Board['components'] {
  return board.components.filter(({ id }) => componentIds.includes(id))
}

function updateRow(update: BoardUpdate, entryId: string, board: Board): StatuspageUpdate {
  const { id, phase, body, at, earlier, changes } = update
  return {
    id,
    status: phase,
    body,
    incident_id: entryId,
    created_at: isoOf(at),
    updated_at: isoOf(earlier.at(-1)?.until ?? at),
    display_at: isoOf(at),
    affected_components: changes.length === 0 ? null : changes.map((change) => changeRow(change, board)),
    deliver_notifications: true,
    custom_tweet: null,
    tweet_id: null,
  }
}

function changeRow({ componentId, from, to }: BoardUpdate['changes'][number], board: Board): StatuspageChange {
  const name = board.components.find(({ id }) => id === componentId)?.name ?? componentId
  return { code: componentId, name, old_status: from, new_status: to }
}

function whenIn(phase: BoardUpdate['phase'], { updates }: Entry): string | null {
  const first = updates.findLast((update) => update.phase === phase)
  return first === undefined ? null : isoOf(first.at)
}
