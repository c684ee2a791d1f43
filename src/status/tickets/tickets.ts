import { createHash, timingSafeEqual } from 'node:crypto'
import * as z from 'zod/mini'
import { troubleKinds } from '#protocol/bundle.ts'
import type {
  Ticket,
  TicketHead,
  TicketMessage,
  TicketRequest,
  TicketState,
  TicketTaken,
  WholeTicket,
} from '#protocol/ticket.ts'
import type { Clock } from '#shared/clock.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { printableLines } from '#shared/printable.ts'
import type { NotDone } from '../people/not-done.ts'
import type { MakeShortId } from '../short-id.ts'
import type { PeopleTables } from '../store/people-tables.ts'
import type { Store } from '../store/store.ts'
import { headOf } from './bundle-head.ts'

export interface TicketsMeans {
  readonly store: Store
  readonly clock: Pick<Clock, 'now'>
  readonly makeShortId: MakeShortId
}

/** More than anybody answers. Closed ones make room. */
const mostTickets = 5_000
const mostMessages = 200
export const mostMessageCharacters = 5_000
/** Half a year, as `unknown-ticket` says. */
const keptClosedMs = 183 * 24 * 3_600_000
const listed = 200

type Row = PeopleTables['tickets']

/** What people asked for help with, and what was answered. */
export class Tickets {
  readonly #means: TicketsMeans

  constructor(means: TicketsMeans) {
    this.#means = means
  }

  /** Takes in a bundle. The same one again, by whatever way it comes, is the same ticket. */
  take(request: TicketRequest): Outcome<TicketTaken, NotDone> {
    const head = headOf(request.bundle)
    if (!head.ok) return head
    const before = this.#byBundle(request.bundle.id)
    if (before !== undefined) return this.#again(before, request)
    if (!this.#hasRoom()) return fail({ fault: 'inbox-full' })
    const now = this.#means.clock.now()
    const { about, words, faults } = head.value
    const row: Row = {
      id: this.#means.makeShortId(),
      bundle_id: request.bundle.id,
      key_hash: hashOf(request.key),
      state: 'open',
      created_at: now,
      changed_at: now,
      incident_id: request.incident ?? null,
      mail: request.mail ?? null,
      times: 1,
      about,
      words,
      faults: JSON.stringify(faults),
      bundle: JSON.stringify(request.bundle),
    }
    const kept = this.#keep(({ db, run }) => run(db.insertInto('tickets').values(row)))
    return kept.ok ? ok({ ticket: row.id, path: pathOf(row), isNew: true }) : kept
  }

  /** The ticket for whoever has its link. */
  opened(id: string, key: string): Ticket | undefined {
    const row = this.#byId(id)
    if (row === undefined || !opens(row, key)) return undefined
    return {
      id: row.id,
      state: row.state,
      createdAt: row.created_at,
      changedAt: row.changed_at,
      incident: row.incident_id,
      messages: [...this.#messagesOf(id)],
    }
  }

  /** Somebody writes. Whose turn it is then follows from who wrote. */
  say(id: string, by: TicketMessage['by'], text: string): Outcome<null, NotDone> {
    const body = printableLines(text.trim()).join('\n').slice(0, mostMessageCharacters)
    if (body === '') return fail({ fault: 'invalid-request', because: 'there is nothing in it' })
    if (this.#messagesOf(id).length >= mostMessages) return fail({ fault: 'too-many-tickets' })
    const at = this.#means.clock.now()
    return this.#change(id, { state: by === 'person' ? 'open' : 'answered' }, ({ db, run }) =>
      run(db.insertInto('ticket_messages').values({ id: null, ticket_id: id, at, by, body })),
    )
  }

  /** With the ticket the address goes to which answers were sent. */
  close(id: string): Outcome<null, NotDone> {
    return this.#change(id, { state: 'closed', mail: null })
  }

  link(id: string, incident: string | null): Outcome<null, NotDone> {
    return this.#change(id, { incident_id: incident })
  }

  /** Those that changed last come first. */
  list(state?: TicketState): readonly TicketHead[] {
    const { db, all } = this.#means.store
    const those = db.selectFrom('tickets').selectAll().orderBy('changed_at', 'desc').limit(listed)
    return all(state === undefined ? those : those.where('state', '=', state)).map(headIn)
  }

  /** How many there are in each state. */
  counts(): Readonly<Record<TicketState, number>> {
    const { db, all } = this.#means.store
    const asked = db
      .selectFrom('tickets')
      .select(['state', ({ fn }) => fn.countAll<number>().as('n')])
      .groupBy('state')
    const counts: Record<TicketState, number> = { open: 0, answered: 0, closed: 0 }
    for (const { state, n } of all(asked)) counts[state] = n
    return counts
  }

  whole(id: string): WholeTicket | undefined {
    const row = this.#byId(id)
    return row === undefined ? undefined : this.#wholeOf(row)
  }

  export(): readonly WholeTicket[] {
    const { db, all } = this.#means.store
    return all(db.selectFrom('tickets').selectAll().orderBy('created_at')).map((row) => this.#wholeOf(row))
  }

  #wholeOf(row: Row): WholeTicket {
    const bundle: unknown = JSON.parse(row.bundle)
    return { ...headIn(row), mail: row.mail, bundle, messages: [...this.#messagesOf(row.id)] }
  }

  #again(before: Row, { key, bundle, mail, incident }: TicketRequest): Outcome<TicketTaken, NotDone> {
    if (!opens(before, key)) return fail({ fault: 'ticket-taken' })
    const text = JSON.stringify(bundle)
    const taken = { ticket: before.id, path: pathOf(before), isNew: false }
    // A queue that was emptied twice is no news. What was added since is.
    if (text === before.bundle) return ok(taken)
    const head = headOf(bundle)
    if (!head.ok) return head
    const { about, words, faults } = head.value
    const changed = this.#change(before.id, {
      state: 'open',
      times: before.times + 1,
      bundle: text,
      about,
      words,
      faults: JSON.stringify(faults),
      mail: mail ?? before.mail,
      incident_id: incident ?? before.incident_id,
    })
    return changed.ok ? ok(taken) : changed
  }

  #change(id: string, change: Partial<Row>, more: (store: Store) => unknown = () => null): Outcome<null, NotDone> {
    const set = { ...change, changed_at: this.#means.clock.now() }
    const kept = this.#keep((store) => {
      const changed = store.run(store.db.updateTable('tickets').set(set).where('id', '=', id))
      if (changed > 0) more(store)
      return changed
    })
    if (!kept.ok) return kept
    return kept.value === 0 ? fail({ fault: 'unknown-ticket' }) : ok(null)
  }

  /** What people wrote is on the disk, or they are told that it is not. */
  #keep<T>(work: (store: Store) => T): Outcome<T, NotDone> {
    const { store } = this.#means
    const kept = store.keep(() => work(store))
    return kept.ok ? kept : fail({ fault: kept.error.fault, because: kept.error.because })
  }

  #hasRoom(): boolean {
    const { db, keep, run } = this.#means.store
    const since = this.#means.clock.now() - keptClosedMs
    if (this.#count() < mostTickets) return true
    const over = db.selectFrom('tickets').select('id').where('state', '=', 'closed')
    const old = over.where('changed_at', '<', since)
    for (const those of [old, over.orderBy('changed_at').limit(1)]) {
      keep(() => {
        run(db.deleteFrom('ticket_messages').where('ticket_id', 'in', those))
        run(db.deleteFrom('tickets').where('id', 'in', those))
      })
      if (this.#count() < mostTickets) return true
    }
    return false
  }

  #count(): number {
    const { db, first } = this.#means.store
    return first(db.selectFrom('tickets').select(({ fn }) => fn.countAll<number>().as('n')))?.n ?? 0
  }

  #byId(id: string): Row | undefined {
    const { db, first } = this.#means.store
    return first(db.selectFrom('tickets').selectAll().where('id', '=', id))
  }

  #byBundle(id: string): Row | undefined {
    const { db, first } = this.#means.store
    return first(db.selectFrom('tickets').selectAll().where('bundle_id', '=', id))
  }

  #messagesOf(id: string): readonly TicketMessage[] {
    const { db, all } = this.#means.store
    return all(db.selectFrom('ticket_messages').select(['at', 'by', 'body']).where('ticket_id', '=', id).orderBy('id'))
  }
}

function pathOf({ id }: Pick<Row, 'id'>): string {
  return `t/${id}`
}

function headIn(row: Row): TicketHead {
  return {
    id: row.id,
    state: row.state,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    incident: row.incident_id,
    bundleId: row.bundle_id,
    about: z.nullable(z.enum(troubleKinds)).parse(row.about),
    words: row.words,
    faults: z.array(z.string()).parse(JSON.parse(row.faults)),
    times: row.times,
  }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/** In a time that tells nothing of where they differ. */
function opens({ key_hash: hash }: Pick<Row, 'key_hash'>, key: string): boolean {
  return timingSafeEqual(Buffer.from(hash, 'hex'), Buffer.from(hashOf(key), 'hex'))
}
