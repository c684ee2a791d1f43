import { worstFirst, type Board, type ComponentState, type Impact } from '#protocol/board.ts'
import { worse } from '../agreed-board.ts'

export interface StatuspageStatus {
  readonly indicator: Impact | 'maintenance'
  readonly description: string
}

/**
 * How the whole stands, in Statuspage's words (reference §2). Where nobody could look, or people report what our probes do
 * not see, the words are ours: "operational" would be a claim that nobody measured.
 */
export function statuspageStatus(board: Board): StatuspageStatus {
  const worst = board.components.map(({ state }) => state).reduce((a, b) => worse(a, b), 'operational')
  const impact = worstFirst(board.open)[0]?.impact ?? 'none'
  if (impact !== 'none') return { indicator: impact, description: descriptionOf(impact, worst) }
  const measured = impactOfState[worst]
  if (measured !== 'none' && measured !== 'maintenance') {
    return { indicator: measured, description: descriptionOf(measured, worst) }
  }
  if (board.blind !== null) return { indicator: 'minor', description: 'Not Measured: Our Monitor Cannot See' }
  if (board.components.some(({ distrusted }) => distrusted !== undefined)) {
    return { indicator: 'minor', description: 'Not Measured: A Probe Is Held for Wrong' }
  }
  if (board.components.some(({ isReported }) => isReported)) {
    return { indicator: 'minor', description: 'Trouble Reported, Not Confirmed' }
  }
  return { indicator: measured, description: descriptionOf(measured, worst) }
}

/** What a state means for the whole while no incident says more; one component is not the whole. */
const impactOfState: Readonly<Record<ComponentState, StatuspageStatus['indicator']>> = {
  operational: 'none',
  under_maintenance: 'maintenance',
  degraded_performance: 'minor',
  partial_outage: 'minor',
  major_outage: 'major',
}

function descriptionOf(indicator: StatuspageStatus['indicator'], worst: ComponentState): string {
  if (indicator === 'minor') {
    return worst === 'degraded_performance' ? 'Partially Degraded Service' : 'Minor Service Outage'
  }
  return descriptions[indicator]
}

const descriptions: Readonly<Record<Exclude<StatuspageStatus['indicator'], 'minor'>, string>> = {
  none: 'All Systems Operational',
  major: 'Partial System Outage',
  critical: 'Major Service Outage',
  maintenance: 'Service Under Maintenance',
}
