import type { Board, BoardIncident } from '#protocol/board.ts'
import type { Side } from '#protocol/fault.ts'
import { markup, type Markup } from '#shared/markup.ts'
import type { Links } from './links.ts'
import { lengthOf, moment } from './time.ts'

/** Incidents in a line each: what, when, how long, whose side. */
export function pastList(past: readonly BoardIncident[], board: Board, links: Links): Markup {
  return markup`<ul class="past">${past.map((one) => item(one, board, links))}</ul>`
}

function item(incident: BoardIncident, { timeZone }: Board, links: Links): Markup {
  const { id, title, startedAt, recoveredAt, resolvedAt, side, isBackfilled } = incident
  const end = recoveredAt ?? resolvedAt
  const lasted = end === null ? ', goes on' : `, lasted ${lengthOf(end - startedAt)}`
  const whose = side === null ? ', whose side is not known' : `, ${whoseWords[side]}`
  return markup`<li><a href="${links.entry(id)}">${title}</a><br><span class="note">${moment(startedAt, timeZone)}${lasted}${whose}${isBackfilled ? ', written down after it was over' : ''}</span></li>`
}

const whoseWords: Readonly<Record<Side, string>> = {
  you: 'on the side of what was asked',
  'your-network': 'on the side of the network',
  edge: 'on our side: the edge',
  path: 'on our side: the way to the server',
  hosting: 'on our side: the hosting',
  server: 'on our side: the server',
  model: 'on the side of the model',
}
