import * as z from 'zod/mini'
import type { Subscription } from '#protocol/subscription.ts'
import type { Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import { fail, type Outcome } from '#shared/outcome.ts'
import type { PeopleTables } from '../store/people-tables.ts'
import type { Store } from '../store/store.ts'
import type { SendMail } from './mail.ts'
import { pushKeys, pushPosting } from './push.ts'
import { post, type NotSent, type SendingMeans } from './send.ts'
import type { Subscriptions } from './subscriptions.ts'
import { webhookPosting } from './webhook.ts'

export interface DeliveringMeans {
  readonly store: Store
  readonly clock: Pick<Clock, 'now' | 'after' | 'every'>
  readonly log: Log
  readonly subscriptions: Subscriptions
  readonly sending: SendingMeans
  /** Undefined where no mail server is set. */
  readonly sendMail: SendMail | undefined
  /** Where the status page is found. */
  readonly url: () => string
  /** Whom a push service asks when something is wrong. */
  readonly contact: string
}

const secondMs = 1_000
const minuteMs = 60 * secondMs
/** How long after each failure it is tried again. After the last it is given up. */
const waitsMs = [10 * secondMs, minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * 60 * minuteMs, 6 * 60 * minuteMs] as const
const lookEveryMs = 5 * secondMs
/** Receivers that hang must not keep the others waiting. */
const atOnce = 16

const letterSchema = z.object({ subject: z.string(), text: z.string(), url: z.string(), entry: z.string() })

type Row = PeopleTables['deliveries']

/** Brings messages to those who want them, and tries again what failed. */
export class Delivering {
  readonly #means: DeliveringMeans
  readonly #underWay = new Set<number>()
  #isOver = false

  constructor(means: DeliveringMeans) {
    this.#means = means
  }

  /** Delivers what is due, from now on; what it answers with ends that. */
  start(): () => void {
    const cancel = this.#means.clock.every(lookEveryMs, () => this.go())
    return () => {
      this.#isOver = true
      cancel()
    }
  }

  /** Begins with what is due, as far as there are hands free. */
  go(): void {
    const { db, all } = this.#means.store
    const free = atOnce - this.#underWay.size
    if (free <= 0 || this.#isOver) return
    const due = db.selectFrom('deliveries').selectAll().where('next_at', '<=', this.#means.clock.now())
    const rows = all(due.orderBy('next_at').limit(free + this.#underWay.size))
    const fresh = rows.filter(({ id }) => id !== null && !this.#underWay.has(id)).slice(0, free)
    for (const row of fresh) void this.#deliver(row)
  }

  async #deliver(row: Row): Promise<void> {
    const id = row.id ?? 0
    const subscription = this.#means.subscriptions.get(row.subscription_id)
    if (subscription === undefined) return this.#drop(id)
    this.#underWay.add(id)
    const at = this.#means.clock.now()
    const outcome = await this.#send(subscription, row.body)
    this.#underWay.delete(id)
    // The database is closed by now. What was under way is delivered once more after the next start.
    if (this.#isOver) return
    const tookMs = Math.max(0, Math.round(this.#means.clock.now() - at))
    const says = outcome.ok ? 'delivered' : outcome.error.says
    this.#means.subscriptions.note(subscription.id, { at, key: row.key, tookMs, outcome: says })
    this.#settle(row, subscription, outcome)
    this.go()
  }

  #send(subscription: Subscription, body: string): Promise<Outcome<null, NotSent>> {
    const { sending } = this.#means
    if (subscription.kind === 'webhook') return post(webhookPosting(subscription, body), sending)
    return subscription.kind === 'mail' ? this.#mail(subscription, body) : this.#push(subscription, body)
  }

  async #mail({ target, secret }: Subscription, body: string): Promise<Outcome<null, NotSent>> {
    const { sendMail, url } = this.#means
    if (sendMail === undefined) return fail({ why: 'failed', says: 'no mail server is set' })
    const { subject, text, entry } = letterSchema.parse(JSON.parse(body))
    const unsubscribe = `${url()}/s/${secret}`
    const foot = `You asked ${url()} to tell you. To end it: ${unsubscribe}`
    return sendMail({ to: target, subject, text: `${text}\n\n--\n${foot}\n`, unsubscribe, thread: entry })
  }

  async #push({ target }: Subscription, body: string): Promise<Outcome<null, NotSent>> {
    const { store, contact: subject, sending } = this.#means
    const letter = letterSchema.parse(JSON.parse(body))
    const pushed = { title: letter.subject, body: letter.text.split('\n')[0] ?? '', url: letter.url }
    return post(pushPosting({ target, pushed, keys: pushKeys(store), subject }), sending)
  }

  #settle(row: Row, subscription: Subscription, outcome: Outcome<null, NotSent>): void {
    const { subscriptions, log } = this.#means
    const id = row.id ?? 0
    const isGone = !outcome.ok && outcome.error.why === 'gone' && subscription.kind === 'push'
    // The one thing that they waited for has been said, or their browser is not there any more.
    if (isGone || (outcome.ok && subscription.untilBack)) return void subscriptions.remove(subscription.id)
    const waitMs = waitsMs[row.attempts]
    if (outcome.ok) return this.#drop(id)
    if (waitMs !== undefined && outcome.error.why !== 'refused') return this.#again(id, row.attempts + 1, waitMs)
    log.warn('given up to deliver', { subscription: subscription.id, key: row.key, because: outcome.error.says })
    this.#drop(id)
  }

  #again(id: number, attempts: number, waitMs: number): void {
    const { db, write, run } = this.#means.store
    const set = { attempts, next_at: this.#means.clock.now() + waitMs }
    write(() => run(db.updateTable('deliveries').set(set).where('id', '=', id)))
  }

  #drop(id: number): void {
    const { db, write, run } = this.#means.store
    write(() => run(db.deleteFrom('deliveries').where('id', '=', id)))
  }
}
