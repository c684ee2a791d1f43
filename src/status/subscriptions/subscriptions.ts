import { randomBytes } from 'node:crypto'
import type { DeliveryAttempt, Subscription, SubscriptionKind } from '#protocol/subscription.ts'
import type { Clock } from '#shared/clock.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { NotDone } from '../people/not-done.ts'
import type { MakeShortId } from '../short-id.ts'
import type { PeopleTables } from '../store/people-tables.ts'
import type { Store } from '../store/store.ts'

export interface SubscriptionsMeans {
  readonly store: Store
  readonly clock: Pick<Clock, 'now'>
  readonly makeShortId: MakeShortId
}

export interface Wanted {
  readonly kind: SubscriptionKind
  readonly target: string
  /** Nobody has to say yes to it first. */
  readonly isActive: boolean
  readonly untilBack?: boolean
}

const dayMs = 24 * 3_600_000
const most: Readonly<Record<SubscriptionKind, number>> = { webhook: 200, mail: 20_000, push: 20_000 }
/** Whoever has not said yes by then did not want it, or never asked. */
const unconfirmedMs = 2 * dayMs
/** "Tell me when it is back" of an outage that nobody ever opened an incident for. */
const untilBackMs = 7 * dayMs
const attemptsKept = 50

type Row = PeopleTables['subscriptions']

/** Who wants to be told, and how. */
export class Subscriptions {
  readonly #means: SubscriptionsMeans

  constructor(means: SubscriptionsMeans) {
    this.#means = means
  }

  /** The same target again is the same subscription. */
  add({ kind, target, isActive, untilBack = false }: Wanted): Outcome<Subscription, NotDone> {
    const before = this.#byTarget(kind, target)
    if (before !== undefined) return this.#again(before, { isActive, untilBack })
    this.forget()
    if (this.#count(kind) >= most[kind]) return fail({ fault: 'subscriptions-full' })
    return this.#keep({
      id: this.#means.makeShortId(),
      kind,
      target,
      secret: kind === 'push' ? '' : randomBytes(24).toString('base64url'),
      is_active: isActive ? 1 : 0,
      until_back: untilBack ? 1 : 0,
      created_at: this.#means.clock.now(),
    })
  }

  bySecret(secret: string): Subscription | undefined {
    const { db, first } = this.#means.store
    const row =
      secret === '' ? undefined : first(db.selectFrom('subscriptions').selectAll().where('secret', '=', secret))
    return row === undefined ? undefined : subscriptionIn(row)
  }

  confirm(id: string): Outcome<null, NotDone> {
    const { db, keep, run } = this.#means.store
    const kept = keep(() => run(db.updateTable('subscriptions').set({ is_active: 1 }).where('id', '=', id)))
    return kept.ok ? ok(null) : kept
  }

  /** With everything that belongs to it. */
  remove(id: string): Outcome<boolean, NotDone> {
    const { db, keep, run } = this.#means.store
    return keep(() => {
      for (const table of ['deliveries', 'told', 'attempts'] as const) {
        run(db.deleteFrom(table).where('subscription_id', '=', id))
      }
      return run(db.deleteFrom('subscriptions').where('id', '=', id)) > 0
    })
  }

  removeTarget(kind: SubscriptionKind, target: string): void {
    const row = this.#byTarget(kind, target)
    if (row !== undefined) this.remove(row.id)
  }

  get(id: string): Subscription | undefined {
    const { db, first } = this.#means.store
    const row = first(db.selectFrom('subscriptions').selectAll().where('id', '=', id))
    return row === undefined ? undefined : subscriptionIn(row)
  }

  all(): readonly Subscription[] {
    const { db, all } = this.#means.store
    return all(db.selectFrom('subscriptions').selectAll().orderBy('created_at')).map(subscriptionIn)
  }

  /** Takes over those of another status page, and changes none that are here. How many were new. */
  import(those: readonly Subscription[]): Outcome<number, NotDone> {
    const { db, keep, run } = this.#means.store
    return keep(() =>
      those.reduce((sum, { id, kind, target, secret, isActive, untilBack, createdAt }) => {
        const flags = { is_active: isActive ? 1 : 0, until_back: untilBack ? 1 : 0 }
        const row = { id, kind, target, secret, ...flags, created_at: Math.trunc(createdAt) }
        return (
          sum +
          run(
            db
              .insertInto('subscriptions')
              .values(row)
              .onConflict((same) => same.doNothing()),
          )
        )
      }, 0),
    )
  }

  note(id: string, { at, key, tookMs, outcome }: DeliveryAttempt): void {
    const { db, write, run } = this.#means.store
    const ofIt = db.selectFrom('attempts').select('id').where('subscription_id', '=', id)
    write(() => {
      run(db.insertInto('attempts').values({ id: null, subscription_id: id, at, key, took_ms: tookMs, outcome }))
      const kept = ofIt.orderBy('id', 'desc').limit(attemptsKept)
      run(db.deleteFrom('attempts').where('subscription_id', '=', id).where('id', 'not in', kept))
    })
  }

  /** The newest first. */
  attempts(id: string): readonly DeliveryAttempt[] {
    const { db, all } = this.#means.store
    const rows = all(db.selectFrom('attempts').selectAll().where('subscription_id', '=', id).orderBy('id', 'desc'))
    return rows.map(({ at, key, took_ms: tookMs, outcome }) => ({ at, key, tookMs, outcome }))
  }

  /** Those that were never confirmed, and those that waited for an end that nobody saw. */
  forget(): void {
    const { store, clock } = this.#means
    const { db, write, run } = store
    const now = clock.now()
    const old = db.deleteFrom('subscriptions')
    write(() => {
      run(old.where('is_active', '=', 0).where('created_at', '<', now - unconfirmedMs))
      run(old.where('until_back', '=', 1).where('created_at', '<', now - untilBackMs))
      run(db.deleteFrom('told').where('at', '<', now - 400 * dayMs))
    })
  }

  #again(
    before: Row,
    { isActive, untilBack }: Pick<Required<Wanted>, 'isActive' | 'untilBack'>,
  ): Outcome<Subscription, NotDone> {
    const row = {
      ...before,
      is_active: Math.max(before.is_active, isActive ? 1 : 0),
      // Whoever is told of everything is told of the end, too.
      until_back: before.is_active === 1 && before.until_back === 0 ? 0 : untilBack ? 1 : 0,
      created_at: this.#means.clock.now(),
    }
    return this.#keep(row)
  }

  #keep(row: Row): Outcome<Subscription, NotDone> {
    const { db, keep, run } = this.#means.store
    const kept = keep(() => run(db.replaceInto('subscriptions').values(row)))
    return kept.ok ? ok(subscriptionIn(row)) : kept
  }

  #byTarget(kind: SubscriptionKind, target: string): Row | undefined {
    const { db, first } = this.#means.store
    return first(db.selectFrom('subscriptions').selectAll().where('kind', '=', kind).where('target', '=', target))
  }

  #count(kind: SubscriptionKind): number {
    const { db, first } = this.#means.store
    const asked = db.selectFrom('subscriptions').select(({ fn }) => fn.countAll<number>().as('n'))
    return first(asked.where('kind', '=', kind))?.n ?? 0
  }
}

function subscriptionIn(row: Row): Subscription {
  const { id, kind, target, secret, is_active: isActive, until_back: untilBack, created_at: createdAt } = row
  return { id, kind, target, secret, isActive: isActive === 1, untilBack: untilBack === 1, createdAt }
}
