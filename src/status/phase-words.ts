import type { BoardUpdate } from '#protocol/board.ts'

/** Where an incident or a maintenance is in its life. */
export const phaseWords: Readonly<Record<BoardUpdate['phase'], string>> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  postmortem: 'Postmortem',
  scheduled: 'Scheduled',
  in_progress: 'In progress',
  verifying: 'Verifying',
  completed: 'Completed',
}
