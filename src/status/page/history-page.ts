import { markup } from '#shared/markup.ts'
import { lengthOf, moment } from './time.ts'
import { framed } from './frame.ts'
import type { EntryFacts } from './front-page.ts'
import { pastList } from './past-list.ts'

/** `/history`: everything that failed, the newest first, and planned work that is done. */
export function historyPage(facts: EntryFacts): string {
  const { board, links } = facts
  const incidents = [...board.open, ...board.past].toSorted((a, b) => b.startedAt - a.startedAt)
  const done = board.maintenances.filter(({ state }) => state === 'completed').toSorted((a, b) => b.from - a.from)
  const none = markup`<p>No incident has been recorded yet.</p>`
  const work = markup`<h2>Planned work that is done</h2><ul class="past">${done.map(
    ({ id, title, from, until }) =>
      markup`<li><a href="${links.entry(id)}">${title}</a><br><span class="note">${moment(from, board.timeZone)}, ${lengthOf(until - from)}</span></li>`,
  )}</ul>`
  const main = markup`<h1>What failed before</h1>
<p class="note">Times are those of ${board.timeZone}. An incident begins when it was first seen to fail, and lasts until it was measured well again.</p>
${incidents.length === 0 ? none : pastList(incidents, board, links)}
${done.length === 0 ? markup`` : work}`
  return framed({ ...facts, title: 'History', main })
}
