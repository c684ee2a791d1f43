import type { Board } from '#protocol/board.ts'
import type { Clock } from '#shared/clock.ts'
import type { StatusSettings } from '../settings.ts'
import type { Store } from '../store/store.ts'
import { boardComponents } from './components.ts'
import { boardIncidents } from './incidents.ts'
import { boardMaintenances } from './maintenances.ts'
import { greenWhileFailingMs, scoreInStore } from './records.ts'

export interface BoardParts {
  readonly settings: Pick<StatusSettings, 'name' | 'publicUrl' | 'timeZone'>
  readonly store: Store
  readonly clock: Pick<Clock, 'now'>
  readonly address: () => string
  readonly blind: () => Board['blind']
  /** How many people said "I see it too" of an incident. */
  readonly reportsOf: (incidentId: string) => number
  /** Whether several people say that a component fails, while our probes see nothing. */
  readonly isReported: (componentId: string) => boolean
}

/** Everything public at one instant, made from what is stored. */
export function boardOf(parts: BoardParts): Board {
  const { settings, store, clock, address } = parts
  const now = clock.now()
  const page = store.first(store.db.selectFrom('meta').select('value').where('key', '=', 'page'))
  const { open, past } = boardIncidents(store, parts.reportsOf)
  return {
    asOf: now,
    id: page?.value ?? '000000000000',
    name: settings.name,
    url: settings.publicUrl ?? address(),
    timeZone: settings.timeZone,
    components: boardComponents(store, { now, isReported: parts.isReported }),
    open,
    past,
    maintenances: boardMaintenances(store),
    blind: parts.blind(),
    score: scoreInStore(store),
    greenWhileFailingMs: greenWhileFailingMs(store, now),
  }
}
