import { impacts, type Board, type BoardIncident } from '#protocol/board.ts'
import type { BriefBoard } from '#protocol/brief-board.ts'

/** What of a board concerns this moment. */
export function briefBoard({ asOf, name, blind, open }: Board): BriefBoard {
  const hurting = open.filter(({ impact }) => impact !== 'none')
  const ordered = hurting.toSorted((a, b) => impacts.indexOf(b.impact) - impacts.indexOf(a.impact))
  return { asOf, name, blindSince: blind?.since ?? null, open: ordered.map(briefly) }
}

function briefly({ id, title, side, startedAt, safe, forecast }: BoardIncident): BriefBoard['open'][number] {
  return { id, title, side, startedAt, safe, says: forecast?.says ?? [] }
}
