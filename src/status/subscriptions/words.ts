import type { Board, BoardIncident, BoardMaintenance } from '#protocol/board.ts'
import { incidentAddress } from '../page-addresses.ts'
import { entryOf, type Change } from './changes.ts'

type Phase = BoardIncident['phase'] | BoardMaintenance['state']

const phaseWords: Readonly<Record<Phase, string>> = {
  investigating: 'Investigating',
  identified: 'Cause found',
  monitoring: 'It answers again',
  resolved: 'Resolved',
  postmortem: 'What it was',
  scheduled: 'Work announced',
  in_progress: 'Work has begun',
  verifying: 'Work is being checked',
  completed: 'Work is done',
}

export interface Letter {
  readonly subject: string
  readonly text: string
  readonly url: string
}

/** What a person is told of a change: in what phase it is, what was said, what is safe, how long such things last. */
export function letterOf(change: Exclude<Change, { kind: 'component' }>, board: Board): Letter {
  const entry = entryOf(change)
  const url = incidentAddress(board, entry)
  const subject = `[${board.name}] ${phaseWords[change.update.phase]}: ${entry.title}`
  const about = change.kind === 'incident' ? aboutIncident(change.incident) : []
  return { subject, url, text: [change.update.body, ...about, `Read more: ${url}`].join('\n\n') }
}

function aboutIncident({ safe, forecast, recoveredAt }: BoardIncident): readonly string[] {
  const lasts = forecast === null || recoveredAt !== null ? [] : [forecast.says.join(' ')]
  return [...(safe === '' ? [] : [safe]), ...lasts]
}

/** It answers again, or somebody has said that it is over. */
export function isBack(change: Change): boolean {
  return change.kind === 'incident' && ['monitoring', 'resolved'].includes(change.update.phase)
}
