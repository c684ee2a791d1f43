import type { Store } from '../store/store.ts'
import { hourMs, rememberedMs, type Hour } from './usual.ts'

const slotMs = 5 * 60_000
/** Incidents that are shown are seldom older. */
const slotsKeptMs = 400 * 24 * hourMs

/** How many people reported what, and when. Nothing of who they are ever comes here. */
export class Tally {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  add(componentId: string, people: number, now: number): void {
    const { db, run } = this.#store
    const row = { component_id: componentId, at: Math.floor(now / slotMs) * slotMs, people }
    run(
      db
        .insertInto('report_slots')
        .values(row)
        .onConflict((same) =>
          same
            .columns(['component_id', 'at'])
            .doUpdateSet((old) => ({ people: old('report_slots.people', '+', people) })),
        ),
    )
  }

  /** How many people reported any of these from one moment to another. */
  between(componentIds: readonly string[], from: number, until: number): number {
    if (componentIds.length === 0) return 0
    const { db, first } = this.#store
    const asked = db
      .selectFrom('report_slots')
      .select(({ fn }) => fn.sum<number | null>('people').as('people'))
      .where('component_id', 'in', [...componentIds])
      .where('at', '>', from - slotMs)
      .where('at', '<=', until)
    return first(asked)?.people ?? 0
  }

  /** Closes an hour: how many there were in it, and whether it tells what is usual. */
  closeHour(componentId: string, { at, people, isCalm }: Hour): void {
    const { db, run } = this.#store
    const row = { component_id: componentId, at, people, is_calm: isCalm ? 1 : 0 }
    run(
      db
        .insertInto('report_hours')
        .values(row)
        .onConflict((same) => same.doNothing()),
    )
  }

  hours(componentId: string): readonly Hour[] {
    const { db, all } = this.#store
    const rows = all(db.selectFrom('report_hours').selectAll().where('component_id', '=', componentId))
    return rows.map(({ at, people, is_calm: isCalm }) => ({ at, people, isCalm: isCalm === 1 }))
  }

  forget(now: number): void {
    const { db, run } = this.#store
    run(db.deleteFrom('report_hours').where('at', '<', now - rememberedMs))
    run(db.deleteFrom('report_slots').where('at', '<', now - slotsKeptMs))
  }
}
