import type { Board, BoardUpdate } from '#protocol/board.ts'
import { markup, type Markup } from '#shared/markup.ts'
import { phaseWords } from '../phase-words.ts'
import { stateWords } from '../standing.ts'
import { moment } from './time.ts'

/** What was said, the newest first. What was corrected stays to be read: history that nobody can quietly edit. */
export function updatesList(updates: readonly BoardUpdate[], board: Board): Markup {
  if (updates.length === 0) return markup`<p class="note">Nothing has been said yet.</p>`
  return markup`<ol class="updates" reversed>${updates.map((update) => item(update, board))}</ol>`
}

function item({ phase, at, by, body, earlier, changes }: BoardUpdate, board: Board): Markup {
  const who = by === 'operator' ? 'written by a person' : 'written by the monitor'
  return markup`<li><p class="when"><strong>${phaseWords[phase]}</strong> ${moment(at, board.timeZone)}, ${who}</p>
${paragraphs(body)}
${changes.map((change) => changed(change, board))}
${earlier.toReversed().map((one) => markup`<p class="corrected">Corrected at ${moment(one.until, board.timeZone)}. Before, it said: <del>${one.body}</del></p>`)}</li>`
}

/** Text keeps its paragraphs, and nothing else of its shape. */
export function paragraphs(text: string): Markup {
  const parts = text.split(/\n\s*\n/).filter((part) => part.trim() !== '')
  return markup`${parts.map((part) => markup`<p>${part.trim()}</p>`)}`
}

function changed({ componentId, from, to }: BoardUpdate['changes'][number], board: Board): Markup {
  const name = board.components.find(({ id }) => id === componentId)?.name ?? componentId
  return markup`<p class="note">${name}: ${stateWords[from]} → ${stateWords[to]}</p>`
}
