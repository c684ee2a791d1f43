import { ticketStates, type TicketState } from '#protocol/ticket.ts'
import { ok, type Outcome } from '#shared/outcome.ts'
import { formIn, jsonIn } from '../http/read-fields.ts'
import { json, type Answer, type Asked, type Route } from '../http/route.ts'
import type { Means } from '../means.ts'
import { refusedFor, seeOther } from '../people/fault-page.ts'
import type { NotDone } from '../people/not-done.ts'
import { peoplePage } from '../people/page.ts'
import { pictureIn } from './bundle-head.ts'
import { inboxPage, inboxTicketPage } from './inbox-page.ts'
import { notDone } from './ticket-routes.ts'
import type { Tickets } from './tickets.ts'

export interface InboxMeans extends Pick<Means, 'board'> {
  /** Tells the person, where they left an address. */
  readonly answered: (ticketId: string, body: string) => void
}

const mostAnswerBytes = 40_000

/** `/inbox` is the operator's list as pages, `/tickets` the same for programs. */
export function inboxRoutes(tickets: Tickets, means: InboxMeans): readonly Route[] {
  const act = (asked: Asked, fields: Fields): Outcome<null, NotDone> => done(tickets, means, { asked, fields })
  return [
    route('GET', '/inbox', ({ url }) => {
      const state = stateIn(url)
      return peoplePage(inboxPage({ state, counts: tickets.counts(), heads: tickets.list(state) }))
    }),
    route('GET', '/inbox/:id', (asked) => {
      const ticket = tickets.whole(idOf(asked))
      if (ticket === undefined) return refusedFor(asked, 'unknown-ticket')
      const { open, past } = means.board()
      return peoplePage(inboxTicketPage(ticket, [...open, ...past].slice(0, 50)))
    }),
    route('GET', '/inbox/:id/picture', (asked) => {
      const picture = pictureIn(tickets.whole(idOf(asked))?.bundle)
      return picture === undefined ? refusedFor(asked, 'unknown-ticket') : pictureAnswer(picture)
    }),
    route('POST', '/inbox/:id', (asked) => {
      const acted = act(asked, formIn(asked.body))
      return acted.ok ? seeOther(idOf(asked)) : notDone(asked, acted.error)
    }),
    route('GET', '/tickets', ({ url }) => json(tickets.list(url.searchParams.has('state') ? stateIn(url) : undefined))),
    route('GET', '/tickets/export', () => ({
      ...json(tickets.export()),
      headers: { 'content-disposition': 'attachment; filename="holdfast-tickets.json"' },
    })),
    route('GET', '/tickets/:id', (asked) => {
      const ticket = tickets.whole(idOf(asked))
      return ticket === undefined ? refusedFor(asked, 'unknown-ticket') : json(ticket)
    }),
    route('POST', '/tickets/:id', (asked) => {
      const acted = act(asked, fieldsIn(jsonIn(asked.body)))
      return acted.ok ? json(tickets.whole(idOf(asked))) : notDone(asked, acted.error)
    }),
  ]
}

type Fields = Readonly<Record<string, unknown>>

interface Order {
  readonly asked: Asked
  readonly fields: Fields
}

function done(tickets: Tickets, { answered }: InboxMeans, { asked, fields }: Order): Outcome<null, NotDone> {
  const id = idOf(asked)
  const { do: what, body, incident } = fields
  if (what === 'close') return tickets.close(id)
  if (what === 'link') return tickets.link(id, isIncidentId(incident) ? incident : null)
  const said = tickets.say(id, 'operator', typeof body === 'string' ? body : '')
  if (said.ok && typeof body === 'string') answered(id, body)
  return said.ok ? ok(null) : said
}

function route(method: Route['method'], path: string, answer: (asked: Asked) => Answer): Route {
  return { method, path, who: 'operator', ...(method === 'POST' && { bodyLimitBytes: mostAnswerBytes }), answer }
}

// Every answer forbids a browser to guess what it is, and to run anything of it.
function pictureAnswer({ type, bytes }: NonNullable<ReturnType<typeof pictureIn>>): Answer {
  return { type, body: bytes, headers: { 'cross-origin-resource-policy': 'same-origin' } }
}

function idOf({ params }: Asked): string {
  return params['id'] ?? ''
}

function isIncidentId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9]{12}$/.test(value)
}

function stateIn(url: URL): TicketState {
  const asked = url.searchParams.get('state')
  return ticketStates.find((state) => state === asked) ?? 'open'
}

function fieldsIn(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
