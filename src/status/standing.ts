import { impacts, type Board, type BoardIncident, type ComponentState, type Impact } from '#protocol/board.ts'
import { worse } from './agreed-board.ts'

/** How the whole stands: what page, badge and snapshot say first. */
export interface Standing {
  readonly kind: StandingKind
  /** One line for a person. */
  readonly says: string
  /** Two or three words. */
  readonly inShort: string
}

/**
 * `watched` is an incident that hurts nobody now. Neither `blind` nor `reported` is an outage, and neither is it well.
 */
export const standingKinds = [
  'critical',
  'major',
  'minor',
  'watched',
  'blind',
  'reported',
  'maintenance',
  'well',
] as const
export type StandingKind = (typeof standingKinds)[number]

export function standingOf(board: Board): Standing {
  const { open, components, blind } = board
  const incident = gravest(open)
  if (incident !== undefined && incident.impact !== 'none') return failing(incident.impact, incident.title)
  const worst = components.map(({ state }) => state).reduce((a, b) => worse(a, b), 'operational')
  const measured = failingStates[worst]
  if (measured !== undefined) return failing(measured, namesIn(worst, board))
  if (incident !== undefined) return { kind: 'watched', says: incident.title, inShort: 'being watched' }
  const distrusted = components.filter((one) => one.distrusted !== undefined).map(({ name }) => name)
  if (distrusted.length > 0 && blind === null) return distrustedFor(distrusted)
  if (blind !== null) return { kind: 'blind', says: 'We cannot see how things are', inShort: 'not measured' }
  const reported = components.filter(({ isReported }) => isReported).map(({ name }) => name)
  if (reported.length > 0) return reportedFor(reported)
  if (worst === 'under_maintenance') return maintained(board)
  return { kind: 'well', says: 'Everything we watch works', inShort: 'works' }
}

/** Of several incidents the one that hurts most, and of those the newest. */
export function gravest(open: readonly BoardIncident[]): BoardIncident | undefined {
  return open.toSorted((a, b) => impacts.indexOf(b.impact) - impacts.indexOf(a.impact))[0]
}

type Failing = Exclude<Impact, 'none'>

const failingStates: Readonly<Partial<Record<ComponentState, Failing>>> = {
  degraded_performance: 'minor',
  partial_outage: 'minor',
  major_outage: 'major',
}

const shortly: Readonly<Record<Failing, string>> = {
  minor: 'degraded',
  major: 'partial outage',
  critical: 'major outage',
}

function failing(impact: Failing, says: string): Standing {
  return { kind: impact, says, inShort: shortly[impact] }
}

function namesIn(state: ComponentState, { components }: Board): string {
  const names = components.filter((one) => one.state === state).map(({ name }) => name)
  return `${names.join(', ')}: ${stateWords[state]}`
}

function reportedFor(names: readonly string[]): Standing {
  const says = `Several people report trouble with ${names.join(', ')}; our probes see none`
  return { kind: 'reported', says, inShort: 'trouble reported' }
}

function distrustedFor(names: readonly string[]): Standing {
  const says = `We cannot measure ${names.join(', ')}: our probe is held for wrong`
  return { kind: 'blind', says, inShort: 'not measured' }
}

function maintained({ maintenances }: Board): Standing {
  const running = maintenances.find(({ state }) => state === 'in_progress' || state === 'verifying')
  const says = running === undefined ? 'Maintenance is going on' : `Maintenance: ${running.title}`
  return { kind: 'maintenance', says, inShort: 'maintenance' }
}

/** A component's state in words. */
export const stateWords: Readonly<Record<ComponentState, string>> = {
  operational: 'works',
  degraded_performance: 'slow or unsteady',
  partial_outage: 'fails for some',
  major_outage: 'does not work',
  under_maintenance: 'in maintenance',
}
