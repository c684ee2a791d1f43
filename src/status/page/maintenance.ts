import type { Board, BoardMaintenance } from '#protocol/board.ts'
import { markup, type Markup } from '#shared/markup.ts'
import { phaseWords } from '../phase-words.ts'
import type { Links } from './links.ts'
import { lengthOf, moment } from './time.ts'
import { updatesList } from './updates.ts'

/** Work that was announced, ahead or going on. */
export function maintenancesSection(board: Board, links: Links): Markup {
  const ahead = board.maintenances.filter(({ state }) => state !== 'completed').toSorted((a, b) => a.from - b.from)
  if (ahead.length === 0) return markup``
  return markup`<section aria-labelledby="planned"><h2 id="planned">Planned work</h2>${ahead.map((one) => maintenanceArticle(one, board, links))}</section>`
}

export function maintenanceArticle(maintenance: BoardMaintenance, board: Board, links: Links | undefined): Markup {
  const { id, title, state, from, until, componentIds, updates } = maintenance
  const names = board.components.filter((component) => componentIds.includes(component.id)).map(({ name }) => name)
  const heading =
    links === undefined ? markup`<h1>${title}</h1>` : markup`<h3><a href="${links.entry(id)}">${title}</a></h3>`
  return markup`<article class="maintenance ${state}" aria-label="${title}">${heading}
<dl class="facts"><div><dt>State</dt><dd>${phaseWords[state]}</dd></div>
<div><dt>When</dt><dd>${moment(from, board.timeZone)} to ${moment(until, board.timeZone)} (${lengthOf(until - from)})</dd></div>
${names.length === 0 ? markup`` : markup`<div><dt>Concerns</dt><dd>${names.join(', ')}</dd></div>`}</dl>
${updatesList(updates, board)}</article>`
}
