import type { BoardUpdate } from '#protocol/board.ts'
import { markup } from '#shared/markup.ts'
import { phaseWords } from '../phase-words.ts'
import { xmlText } from '../xml-text.ts'
import { zonedTime } from '../zoned-time.ts'

/** One update as Statuspage's feeds write it (reference §3), with what stood there before it was corrected. */
export function updateContent({ at, phase, body, earlier }: BoardUpdate, timeZone: string): string {
  const { month, day, time, zone } = zonedTime(at, timeZone)
  const when = markup`${month} <var data-var='date'>${day}</var>, <var data-var='time'>${time}</var> ${zone}`
  const before = earlier.map((one) => markup`<br><small>Corrected. Before, it said: ${xmlText(one.body)}</small>`)
  return markup`<p><small>${when}</small><br><strong>${phaseWords[phase]}</strong> - ${xmlText(body)}${before}</p>`.text
}
