import { markup } from '#shared/markup.ts'
import { framed } from './frame.ts'
import type { EntryFacts } from './front-page.ts'
import { incidentArticle } from './incident.ts'
import { maintenanceArticle } from './maintenance.ts'

/** `/i/<id>`: one incident or one maintenance whole; undefined where there is none of that name. */
export function entryPage(id: string, facts: EntryFacts): string | undefined {
  const { board } = facts
  const incident = [...board.open, ...board.past].find((one) => one.id === id)
  if (incident !== undefined) {
    return framed({ ...facts, title: incident.title, main: incidentArticle(incident, board) })
  }
  const maintenance = board.maintenances.find((one) => one.id === id)
  if (maintenance === undefined) return undefined
  return framed({ ...facts, title: maintenance.title, main: maintenanceArticle(maintenance, board, undefined) })
}

/** A real 404, with the way back. */
export function nothingHerePage(facts: EntryFacts): string {
  const main = markup`<h1>There is no such page</h1>
<p>The address may be mistyped. Incidents older than the last 50 are not shown.</p>
<p><a href="${facts.links.home}">How things stand now</a></p>`
  return framed({ ...facts, title: 'No such page', main })
}
