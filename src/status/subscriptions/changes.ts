import type { Board, BoardComponent, BoardIncident, BoardMaintenance, BoardUpdate } from '#protocol/board.ts'

/** Something public has changed that people want to hear of. */
export type Change =
  | { readonly kind: 'incident'; readonly incident: BoardIncident; readonly update: BoardUpdate }
  | { readonly kind: 'maintenance'; readonly maintenance: BoardMaintenance; readonly update: BoardUpdate }
  | {
      readonly kind: 'component'
      readonly component: BoardComponent
      readonly update: BoardUpdate
      readonly change: BoardUpdate['changes'][number]
    }

/** What was said on the board since a moment, with it, the oldest first. Nobody is told of what was written down afterwards. */
export function changesSince(board: Board, since: number): readonly Change[] {
  const incidents = [...board.open, ...board.past].filter(({ isBackfilled }) => !isBackfilled)
  const said: readonly Change[] = [
    ...incidents.flatMap((incident) =>
      incident.updates.map((update) => ({ kind: 'incident', incident, update }) as const),
    ),
    ...board.maintenances.flatMap((maintenance) =>
      maintenance.updates.map((update) => ({ kind: 'maintenance', maintenance, update }) as const),
    ),
  ]
  return said
    .filter(({ update }) => update.at >= since)
    .toSorted((a, b) => a.update.at - b.update.at)
    .flatMap((change) => [change, ...componentChanges(change.update, board)])
}

function componentChanges(update: BoardUpdate, { components }: Board): readonly Change[] {
  return update.changes.flatMap((change) => {
    const component = components.find(({ id }) => id === change.componentId)
    return component === undefined || change.from === change.to
      ? []
      : [{ kind: 'component', component, update, change }]
  })
}

/** The incident or maintenance that a change is about. */
export function entryOf(change: Exclude<Change, { kind: 'component' }>): BoardIncident | BoardMaintenance {
  return change.kind === 'incident' ? change.incident : change.maintenance
}
