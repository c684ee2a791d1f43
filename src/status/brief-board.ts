import { worstFirst, type Board, type BoardIncident } from '#protocol/board.ts'
import type { BriefBoard } from '#protocol/brief-board.ts'

/** What of a board concerns this moment. */
export function briefBoard({ asOf, name, blind, open }: Board): BriefBoard {
  const hurting = open.filter(({ impact }) => impact !== 'none')
  return { asOf, name, blindSince: blind?.since ?? null, open: worstFirst(hurting).map(briefly) }
}

function briefly({ id, title, side, startedAt, safe, forecast }: BoardIncident): BriefBoard['open'][number] {
  return { id, title, side, startedAt, safe, says: forecast?.says ?? [] }
}
