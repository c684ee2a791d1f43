import type { Board, BoardIncident, BoardMaintenance } from '#protocol/board.ts'
import { componentRows } from './components.ts'
import { incidentRow, maintenanceRow } from './incidents.ts'
import { statuspageStatus } from './indicator.ts'
import { isoOf } from './iso.ts'

/** As many as Statuspage lists. */
const mostListed = 50

/**
 * The read API of Statuspage, version 2 (reference §2): every path, and what it answers. All of one board's documents agree,
 * for nothing else is asked.
 */
const documents: Readonly<Record<string, (board: Board) => Readonly<Record<string, unknown>>>> = {
  'summary.json': (board) => ({
    components: componentRows(board),
    incidents: board.open.filter(isUnresolved).map((one) => incidentRow(one, board)),
    scheduled_maintenances: maintenances(board, ['scheduled', 'in_progress', 'verifying']),
    status: statuspageStatus(board),
    holdfast: standing(board),
  }),
  'status.json': (board) => ({ status: statuspageStatus(board), holdfast: standing(board) }),
  // One exporter reads the status here (sergeyshevch's, in Go).
  'components.json': (board) => ({ components: componentRows(board), status: statuspageStatus(board) }),
  'incidents.json': (board) => ({ incidents: newest(board).map((one) => incidentRow(one, board)) }),
  'incidents/unresolved.json': (board) => ({
    incidents: board.open.filter(isUnresolved).map((one) => incidentRow(one, board)),
  }),
  'scheduled-maintenances.json': (board) => ({
    scheduled_maintenances: maintenances(board, ['scheduled', 'in_progress', 'verifying', 'completed']),
  }),
  'scheduled-maintenances/upcoming.json': (board) => ({ scheduled_maintenances: maintenances(board, ['scheduled']) }),
  'scheduled-maintenances/active.json': (board) => ({
    scheduled_maintenances: maintenances(board, ['in_progress', 'verifying']),
  }),
}

/** The names of all documents, below `/api/v2/`. */
export const statuspagePaths: readonly string[] = Object.keys(documents)

/** The text of a document; undefined if Statuspage has none of that name. */
export function statuspageDocument(name: string, board: Board): string | undefined {
  const make = Object.hasOwn(documents, name) ? documents[name] : undefined
  return make === undefined ? undefined : JSON.stringify({ page: pageOf(board), ...make(board) })
}

function pageOf({ id, name, url, timeZone, asOf }: Board): Readonly<Record<string, string>> {
  return { id, name, url, time_zone: timeZone, updated_at: isoOf(asOf) }
}

/** What Statuspage cannot say: that nobody could look, and that people see what our probes do not. */
function standing({ blind, components }: Board): Readonly<Record<string, unknown>> {
  const lastLookAt = blind?.lastLookAt ?? null
  return {
    blind: blind && { since: isoOf(blind.since), last_look_at: lastLookAt === null ? null : isoOf(lastLookAt) },
    reported: components.filter(({ isReported }) => isReported).map(({ id }) => id),
  }
}

function isUnresolved({ phase }: BoardIncident): boolean {
  return phase === 'investigating' || phase === 'identified' || phase === 'monitoring'
}

function newest({ open, past }: Board): readonly BoardIncident[] {
  return [...open, ...past].toSorted((a, b) => b.openedAt - a.openedAt).slice(0, mostListed)
}

function maintenances(board: Board, states: readonly BoardMaintenance['state'][]): readonly unknown[] {
  return board.maintenances
    .filter(({ state }) => states.includes(state))
    .toSorted((a, b) => b.createdAt - a.createdAt)
    .slice(0, mostListed)
    .map((one) => maintenanceRow(one, board))
}
