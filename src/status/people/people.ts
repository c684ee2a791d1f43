import { randomBytes } from 'node:crypto'
import { affectedBy } from '../board/incidents.ts'
import type { Route } from '../http/route.ts'
import type { Means } from '../means.ts'
import { openTelling, type Telling } from '../subscriptions/open.ts'
import { askEdgeAt, Confirming } from '../reports/confirm.ts'
import type { ConfirmedFault } from '../reports/confirmed-looks.ts'
import { marker } from '../reports/marks.ts'
import { Reports } from '../reports/reports.ts'
import { reportRoutes } from '../reports/routes.ts'
import { inboxRoutes } from '../tickets/inbox-routes.ts'
import { ticketRoutes } from '../tickets/ticket-routes.ts'
import { Tickets } from '../tickets/tickets.ts'

/** Everything that people tell the status process, and that it tells them in return. */
export interface People {
  readonly reports: Reports
  readonly tickets: Tickets
  readonly telling: Telling
  readonly routes: readonly Route[]
  /** How many people said "I see it too" of an incident. */
  readonly reportsOf: (incidentId: string) => number
  /** What people met, and the edge confirmed, since this was asked last. */
  readonly confirmed: () => readonly ConfirmedFault[]
  readonly stop: () => void
}

export function openPeople(means: Means): People {
  const { store, clock, log, changed, settings } = means
  const markOf = marker(clock, () => randomBytes(32).toString('hex'))
  const confirming = new Confirming(askEdgeAt(settings.edge, clock), clock)
  const reports = new Reports({ store, clock, log, confirming, markOf, changed })
  const stopLooking = reports.start()
  const tickets = new Tickets(means)
  const telling = openTelling(means, markOf)
  /** By mail, where they left an address. The link shows it in any case. */
  async function answered(id: string, body: string): Promise<void> {
    const to = tickets.whole(id)?.mail ?? null
    if (to === null) return
    const { name, url } = means.board()
    const text = `The operator of ${name} has answered your ticket ${id}:\n\n${body}\n\nTo write back, open the link that you were given when you sent it. It begins with ${url}/t/${id}\n`
    const sent = await telling.sendMail?.({ to, subject: `[${name}] An answer to your ticket ${id}`, text, thread: id })
    if (sent?.ok === false) log.warn('an answer was not mailed', { ticket: id, because: sent.error.says })
  }

  return {
    reports,
    tickets,
    routes: [
      ...reportRoutes(reports, means),
      ...ticketRoutes(tickets, { clock, markOf }),
      ...inboxRoutes(tickets, { board: means.board, answered: (id, body) => void answered(id, body) }),
      ...telling.routes,
    ],
    confirmed() {
      const { db, first } = store
      return reports.takeMeasured().flatMap(({ componentId, fault, requestId }) => {
        const row = first(db.selectFrom('components').select('key').where('id', '=', componentId))
        return row === undefined ? [] : [{ key: row.key, fault, requestId }]
      })
    },
    reportsOf(incidentId) {
      const { db, first } = store
      const times = db.selectFrom('incidents').select(['started_at', 'resolved_at']).where('id', '=', incidentId)
      const incident = first(times)
      if (incident === undefined) return 0
      const until = incident.resolved_at ?? clock.now()
      return reports.peopleBetween(affectedBy(store, incidentId), incident.started_at, until)
    },
    telling,
    stop() {
      stopLooking()
      telling.stop()
    },
  }
}
