import type { EventFault } from '#protocol/events.ts'
import { isToldFaultId, toldFaults } from '#protocol/named-faults.ts'
import type { Seam } from '../reader/reply-view.ts'

/** What to tell of a fault that ended a reply. */
export function failureWords({ fault, detail }: EventFault): { readonly detail: string; readonly kept?: string } {
  if (!isToldFaultId(fault)) return { detail }
  const { says, todo, kept } = toldFaults[fault]
  // Where the catalogue promises that nothing need be done, that was tried for as long as it made sense.
  return { detail: todo.startsWith('Nothing:') ? says : `${says} ${todo}`, kept }
}

const wayWords: Record<Seam['way'], string> = {
  'same-tokens': 'word for word as it would have been',
  completion: 'from the exact text so far',
  'continue-final-message': 'from the exact text so far',
  prefill: 'from the exact text so far',
  asked: 'asked to go on; what follows may fit less well',
}

function reasonWords(why: string): string {
  if (isToldFaultId(why)) return toldFaults[why].title
  return why === 'server-restarted' ? 'The server was restarted' : why
}

/** What a seam is, for whoever asks. */
export function seamWords({ from, to, why, way }: Seam): string {
  const who = from === to ? `${to} was asked again` : `${to} took over from ${from}`
  return `Here ${who}, ${wayWords[way]}. The reason: ${reasonWords(why)}.`
}
