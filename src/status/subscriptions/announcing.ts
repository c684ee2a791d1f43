import type { Board } from '#protocol/board.ts'
import type { Subscription } from '#protocol/subscription.ts'
import type { Clock } from '#shared/clock.ts'
import type { Store } from '../store/store.ts'
import { changesSince, entryOf, type Change } from './changes.ts'
import type { Subscriptions } from './subscriptions.ts'
import { webhookBody } from './webhook.ts'
import { isBack, letterOf } from './words.ts'

export interface AnnouncingMeans {
  readonly store: Store
  readonly clock: Pick<Clock, 'now'>
  readonly subscriptions: Subscriptions
  readonly board: () => Board
}

const mark = 'announced_at'
const everybody = ''
/** What is older is news to nobody, such as after a night without this process. */
const newsMs = 3_600_000
/** More than this waits for no delivery: something is broken for good. */
const mostWaiting = 100_000

/** Turns what is said in public into messages that wait to be delivered, each once for each who wants to hear of it. */
export class Announcing {
  readonly #means: AnnouncingMeans

  constructor(means: AnnouncingMeans) {
    this.#means = means
    if (this.#announcedAt() === 0) this.#remember(means.clock.now())
  }

  /** Announces what was said since the last time. */
  catchUp(): void {
    const board = this.#means.board()
    const now = this.#means.clock.now()
    const since = Math.max(this.#announcedAt(), now - newsMs)
    for (const change of changesSince(board, since)) this.announce(change, board)
    this.#remember(now)
  }

  announce(change: Change, board: Board): void {
    const { store, subscriptions } = this.#means
    const active = subscriptions.all().filter(({ isActive }) => isActive)
    store.write(() => {
      // Whoever comes later is told of what is said from then on.
      if (!this.#isNews(everybody, webhookKey(change))) return
      for (const one of active) {
        const message = messageFor(one, change, board)
        if (message !== undefined && this.#isNews(one.id, message.key)) this.#put(one.id, message)
      }
    })
  }

  /** True once, and then never again. */
  #isNews(id: string, key: string): boolean {
    const { db, run } = this.#means.store
    const row = { subscription_id: id, key, at: this.#means.clock.now() }
    return (
      run(
        db
          .insertInto('told')
          .values(row)
          .onConflict((same) => same.doNothing()),
      ) > 0
    )
  }

  #put(id: string, { key, body }: Message): void {
    const { db, run, first } = this.#means.store
    const waiting = first(db.selectFrom('deliveries').select(({ fn }) => fn.countAll<number>().as('n')))
    if ((waiting?.n ?? 0) >= mostWaiting) return
    const row = { id: null, subscription_id: id, key, body, attempts: 0, next_at: this.#means.clock.now() }
    run(db.insertInto('deliveries').values(row))
  }

  #announcedAt(): number {
    const { db, first } = this.#means.store
    return Number(first(db.selectFrom('meta').select('value').where('key', '=', mark))?.value ?? 0)
  }

  #remember(at: number): void {
    const { db, write, run } = this.#means.store
    write(() => run(db.replaceInto('meta').values({ key: mark, value: String(at) })))
  }
}

interface Message {
  readonly key: string
  readonly body: string
}

/** Programs hear of every update, people of every phase once, and whoever waits for the end of that alone. */
function messageFor({ kind, untilBack }: Subscription, change: Change, board: Board): Message | undefined {
  if (kind === 'webhook') return { key: webhookKey(change), body: webhookBody(change, board) }
  if (change.kind === 'component' || (untilBack && !isBack(change))) return undefined
  const { id } = entryOf(change)
  const phase = untilBack ? 'back' : change.update.phase
  return { key: `${id}:${phase}`, body: JSON.stringify({ ...letterOf(change, board), entry: id }) }
}

function webhookKey(change: Change): string {
  return change.kind === 'component' ? `${change.update.id}:${change.component.id}` : change.update.id
}
