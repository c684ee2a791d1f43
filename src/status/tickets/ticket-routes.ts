import { ticketRequestSchema } from '#protocol/ticket.ts'
import { refused } from '../http/answering.ts'
import { formIn, jsonIn } from '../http/read-fields.ts'
import { json, type Answer, type Asked, type Route } from '../http/route.ts'
import type { Means } from '../means.ts'
import { refusedFor, seeOther, wantsPage } from '../people/fault-page.ts'
import type { NotDone } from '../people/not-done.ts'
import { peoplePage } from '../people/page.ts'
import { Pace } from '../people/pace.ts'
import { ticketPage } from './ticket-page.ts'
import type { Tickets } from './tickets.ts'

/** Pages make bundles of a few kilobytes, and a picture; a person may write much. What is larger is not read to its end. */
const mostBundleBytes = 1_000_000
const mostMessageBytes = 40_000

export interface TicketDoors extends Pick<Means, 'clock'> {
  readonly markOf: (address: string) => string
}

/** `/tickets` takes bundles in; `/t/:id?key=` is the ticket for whoever has its link. */
export function ticketRoutes(tickets: Tickets, { clock, markOf }: TicketDoors): readonly Route[] {
  const pace = new Pace({ ofOne: 20, ofAll: 600 })
  const isTooMuch = ({ client }: Asked): boolean => !pace.take(markOf(client), clock.now())
  return [
    {
      method: 'POST',
      path: '/tickets',
      from: 'edge',
      bodyLimitBytes: mostBundleBytes,
      answer(asked) {
        if (isTooMuch(asked)) return refused('too-many-tickets')
        const request = ticketRequestSchema.safeParse(jsonIn(asked.body))
        if (!request.success) return refused('not-a-bundle')
        const taken = tickets.take(request.data)
        return taken.ok ? json(taken.value, taken.value.isNew ? 201 : 200) : notDone(asked, taken.error)
      },
    },
    {
      method: 'GET',
      path: '/t/:id',
      from: 'edge',
      answer(asked) {
        const key = asked.url.searchParams.get('key') ?? ''
        const ticket = tickets.opened(asked.params['id'] ?? '', key)
        if (ticket === undefined) return refusedFor(asked, 'unknown-ticket')
        return wantsPage(asked) ? peoplePage(ticketPage(ticket, key)) : json(ticket)
      },
    },
    {
      method: 'POST',
      path: '/t/:id',
      bodyLimitBytes: mostMessageBytes,
      answer(asked) {
        const { key = '', body = '' } = formIn(asked.body)
        const id = asked.params['id'] ?? ''
        if (tickets.opened(id, key) === undefined) return refusedFor(asked, 'unknown-ticket')
        if (isTooMuch(asked)) return refusedFor(asked, 'too-many-tickets')
        const said = tickets.say(id, 'person', body)
        return said.ok ? seeOther(`${id}?key=${encodeURIComponent(key)}`) : notDone(asked, said.error)
      },
    },
  ]
}

export function notDone(asked: Asked, { fault, because }: NotDone): Answer {
  return refusedFor(asked, fault, { because })
}
