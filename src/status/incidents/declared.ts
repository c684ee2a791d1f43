import type { ComponentState, Impact } from '#protocol/board.ts'
import type { Store } from '../store/store.ts'

/** How a component stands by what people or incidents say of it, whatever the probes see. */
export interface Declared {
  readonly state: ComponentState
  readonly since: number
}

const statesByImpact: Readonly<Record<Impact, ComponentState>> = {
  none: 'operational',
  minor: 'degraded_performance',
  major: 'partial_outage',
  critical: 'major_outage',
}

/** What an incident of this impact makes of the components it names. */
export function stateFor(impact: Impact): ComponentState {
  return statesByImpact[impact]
}

/**
 * What open incidents and work in progress say of components. One that answers again is not quite well while its incident is
 * still being watched: an incident beside components that are all green is what nobody believes.
 */
export function declaredStates(store: Store): ReadonlyMap<string, Declared> {
  const declared = new Map<string, Declared>()
  for (const { component_id, impact, changed_at, phase, is_measured } of openIncidents(store)) {
    const isLess = phase === 'monitoring' || is_measured === 1
    const state = isLess && impact !== 'none' ? 'degraded_performance' : stateFor(impact)
    declared.set(component_id, { state, since: changed_at })
  }
  for (const { component_id, changed_at } of workInProgress(store)) {
    declared.set(component_id, { state: 'under_maintenance', since: changed_at })
  }
  return declared
}

function openIncidents({ db, all }: Store) {
  return all(
    db
      .selectFrom('affected')
      .innerJoin('incidents', 'incidents.id', 'affected.of_id')
      .select(['component_id', 'impact', 'changed_at', 'phase', 'is_measured'])
      .where('merged_into', 'is', null)
      .where('phase', 'in', ['investigating', 'identified', 'monitoring']),
  )
}

function workInProgress({ db, all }: Store) {
  return all(
    db
      .selectFrom('affected')
      .innerJoin('maintenances', 'maintenances.id', 'affected.of_id')
      .select(['component_id', 'changed_at'])
      .where('state', '=', 'in_progress'),
  )
}
