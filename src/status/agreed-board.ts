import type { Board, BoardComponent, ComponentState, Impact } from '#protocol/board.ts'

/**
 * The board as it is published. An open incident that hurts people shows at one of its components at least: a reader who
 * sees an incident above a list of green components believes neither.
 */
export function agreedBoard(board: Board): Board {
  const raised = new Map<string, ComponentState>()
  const stateOf = new Map(board.components.map(({ id, state }) => [id, state]))
  for (const { impact, componentIds } of board.open) {
    const least = leastOf[impact]
    const shows = componentIds.some((id) => (stateOf.get(id) ?? 'operational') !== 'operational')
    if (least === undefined || shows) continue
    for (const id of componentIds) raised.set(id, worse(least, raised.get(id)))
  }
  if (raised.size === 0) return board
  const agreed = ({ state, ...rest }: BoardComponent): BoardComponent => ({
    ...rest,
    state: raised.get(rest.id) ?? state,
  })
  return { ...board, components: board.components.map(agreed) }
}

const leastOf: Readonly<Record<Impact, ComponentState | undefined>> = {
  none: undefined,
  minor: 'degraded_performance',
  major: 'partial_outage',
  critical: 'major_outage',
}

/** From well to worst. Maintenance was announced, so that every outage weighs more. */
export const weightOf: Readonly<Record<ComponentState, number>> = {
  operational: 0,
  under_maintenance: 1,
  degraded_performance: 2,
  partial_outage: 3,
  major_outage: 4,
}

/** The worse of two states. */
export function worse(state: ComponentState, other: ComponentState = 'operational'): ComponentState {
  return weightOf[other] > weightOf[state] ? other : state
}
