import { signal, type Signal } from '@preact/signals'
import * as z from 'zod/mini'
import type { Bundle } from '#protocol/bundle.ts'
import { ticketSchema, ticketTakenSchema, type Ticket } from '#protocol/ticket.ts'
import type { MakeId } from '#shared/ids.ts'
import { jsonOf } from '../json.ts'
import { askStatus, statusPlaces, type AskStatusMeans } from './ask-status.ts'

export interface SentTicketsMeans extends AskStatusMeans {
  readonly makeId: MakeId
}

const shelfKey = 'holdfast:tickets'
const mostKept = 5
// A bundle has a few kilobytes, and up to 240 more with a picture; a browser gives a site 5 MB for all that lies on this shelf.
const mostQueuedCharacters = 300_000

const keptSchema = z.array(
  z.object({
    key: z.string(),
    bundleId: z.string(),
    request: z.nullable(z.string()),
    ticket: z.nullable(z.string()),
    place: z.nullable(z.string()),
  }),
)

interface Kept {
  /** Opens the ticket; made here, so that its link is the same whichever way it goes. */
  readonly key: string
  readonly bundleId: string
  /** What is still to be sent; null when it was taken. */
  readonly request: string | null
  /** Its id there; null until it was taken. */
  readonly ticket: string | null
  /** The place that took it. */
  readonly place: string | null
}

/** A bundle on its way, or a ticket with what was answered. */
export interface SentTicket extends Kept {
  /** As it was last read; null until then. */
  readonly read: Ticket | null
}

/** What this browser has sent to whoever helps. It waits here until somebody takes it, also over a restart. */
export class SentTickets {
  readonly all: Signal<readonly SentTicket[]>
  readonly #means: SentTicketsMeans

  constructor(means: SentTicketsMeans) {
    const kept = keptSchema.safeParse(jsonOf(means.shelf.get(shelfKey) ?? '')).data ?? []
    this.#means = means
    this.all = signal(kept.map((one) => ({ ...one, read: null })))
  }

  /** Sends a bundle by the first way that works; else it waits here. False when it cannot even wait. */
  async send(bundle: Bundle, incident: string | null): Promise<'sent' | 'waits' | 'lost'> {
    const before = this.all.peek().find(({ bundleId }) => bundleId === bundle.id)
    const key = before?.key ?? this.#makeKey()
    const request = JSON.stringify({ key, bundle, ...(incident !== null && { incident }) })
    const waiting: SentTicket = {
      key,
      bundleId: bundle.id,
      request,
      ticket: null,
      place: null,
      read: null,
      ...ticketOf(before),
    }
    const isKept = this.#put([...this.all.peek().filter((one) => one !== before), waiting])
    await this.flush()
    const after = this.all.peek().find(({ bundleId }) => bundleId === bundle.id)
    if (after?.request === null) return 'sent'
    return isKept && request.length <= mostQueuedCharacters ? 'waits' : 'lost'
  }

  /** Sends what waits. */
  async flush(): Promise<void> {
    for (const one of this.all.peek()) {
      if (one.request === null) continue
      const request: unknown = jsonOf(one.request)
      for (const place of statusPlaces(this.#means)) {
        const taken = ticketTakenSchema.safeParse(await askStatus(this.#means, `${place}/tickets`, request))
        if (!taken.success) continue
        this.#change(one.bundleId, { request: null, ticket: taken.data.ticket, place })
        break
      }
    }
  }

  /** Reads what was answered. */
  async read(): Promise<void> {
    for (const { bundleId, ticket, key } of this.all.peek()) {
      if (ticket === null) continue
      for (const place of statusPlaces(this.#means)) {
        const read = ticketSchema.safeParse(await askStatus(this.#means, `${place}/t/${ticket}?key=${key}`))
        if (!read.success) continue
        this.#change(bundleId, { read: read.data })
        break
      }
    }
  }

  #change(bundleId: string, change: Partial<SentTicket>): void {
    this.#put(this.all.peek().map((one) => (one.bundleId === bundleId ? { ...one, ...change } : one)))
  }

  #put(all: readonly SentTicket[]): boolean {
    this.all.value = all.slice(-mostKept)
    const kept: readonly Kept[] = this.all.peek().map(({ key, bundleId, request, ticket, place }) => ({
      key,
      bundleId,
      request: request !== null && request.length > mostQueuedCharacters ? null : request,
      ticket,
      place,
    }))
    return this.#means.shelf.put(
      shelfKey,
      JSON.stringify(kept.filter(({ request, ticket }) => request !== null || ticket !== null)),
    )
  }

  /** Two ids hold more chance than anybody could try out. */
  #makeKey(): string {
    return `${this.#means.makeId()}${this.#means.makeId()}`.replaceAll('-', '').slice(0, 64)
  }
}

function ticketOf(before: SentTicket | undefined): Partial<SentTicket> {
  return before === undefined ? {} : { ticket: before.ticket, place: before.place, read: before.read }
}

/** Where a ticket is read in a browser. */
export function ticketAddress({ ticket, key, place }: Pick<SentTicket, 'ticket' | 'key' | 'place'>): string {
  return `${place ?? '/status'}/t/${ticket}?key=${key}`
}
