import type { OperatorList } from '#protocol/operator.ts'
import type { BoardIncident, BoardMaintenance, BoardUpdate } from '#protocol/board.ts'
import { utcMinute } from '#protocol/utc.ts'
import { printable, printableLines } from '#shared/printable.ts'

/** One line for each, the newest first. */
export function listLines({ incidents }: OperatorList): readonly string[] {
  if (incidents.length === 0) return ['There has been no incident.']
  return incidents.map(
    ({ id, number, phase, impact, title, startedAt }) =>
      `${id}  ${String(number).padStart(4)}  ${phase.padEnd(13)}  ${impact.padEnd(8)}  ${utcMinute(startedAt)}  ${printable(title)}`,
  )
}

export function maintenanceLines({ maintenances }: OperatorList): readonly string[] {
  if (maintenances.length === 0) return ['No work was announced.']
  return maintenances.map(
    ({ id, number, state, title, from, until }) =>
      `${id}  ${String(number).padStart(4)}  ${state.padEnd(11)}  ${utcMinute(from)} to ${utcMinute(until)}  ${printable(title)}`,
  )
}

/** Everything that is public of one. */
export function incidentLines(incident: BoardIncident, listed: OperatorList): readonly string[] {
  const { number, title, phase, impact, side, startedAt, openedAt, recoveredAt, resolvedAt, evidence, cause } = incident
  return [
    `${printable(title)} (${number}, ${phase}, ${impact}${side === null ? '' : `, side: ${side}`})`,
    `first seen ${utcMinute(startedAt)}, public ${utcMinute(openedAt)}`,
    ...(recoveredAt === null ? [] : [`measured well again ${utcMinute(recoveredAt)}`]),
    ...(resolvedAt === null ? [] : [`declared over ${utcMinute(resolvedAt)}`]),
    ...(cause === null ? [] : [`likeliest cause: ${cause.id}, ${Math.round(cause.p * 100)} %`]),
    `affects: ${namesOf(incident, listed).join(', ')}`,
    ...evidence.map((line) => `seen: ${printable(line)}`),
    ...(incident.forecast?.says ?? []),
    ...(incident.missedUpdates === 0 ? [] : [`promised words that did not come: ${incident.missedUpdates}`]),
    ...updateLines(incident.updates),
  ]
}

export function workLines(work: BoardMaintenance, listed: OperatorList): readonly string[] {
  return [
    `${printable(work.title)} (${work.number}, ${work.state})`,
    `${utcMinute(work.from)} to ${utcMinute(work.until)}`,
    `affects: ${namesOf(work, listed).join(', ')}`,
    ...updateLines(work.updates),
  ]
}

function updateLines(updates: readonly BoardUpdate[]): readonly string[] {
  return updates.flatMap(({ id, at, phase, by, body, earlier }) => [
    '',
    `${utcMinute(at)}  ${phase}, by ${by}  [${id}]`,
    ...printableLines(body).map((line) => `  ${line}`),
    ...earlier.map((text) => `  until ${utcMinute(text.until)} it said: ${printable(text.body)}`),
  ])
}

function namesOf(
  { componentIds }: { readonly componentIds: readonly string[] },
  { components }: OperatorList,
): readonly string[] {
  const names = components.filter(({ id }) => componentIds.includes(id)).map(({ name }) => printable(name))
  return names.length === 0 ? ['nothing that is named'] : names
}
