import type { IncidentPhase, MaintenanceState } from '#protocol/board.ts'

/** What can be measured of an incident. What people declare is a step of its own, below. */
export type IncidentEvent = 'explained' | 'recovered' | 'failed-again' | 'settled'

/**
 * The life of an incident by what is measured. `illegal` never happens: nothing is measured of one that is over, for whatever
 * fails after it is another one.
 */
export const nextPhase: Readonly<Record<IncidentPhase, Readonly<Record<IncidentEvent, IncidentPhase | 'illegal'>>>> = {
  investigating: {
    explained: 'identified',
    recovered: 'monitoring',
    'failed-again': 'investigating',
    settled: 'illegal',
  },
  identified: { explained: 'identified', recovered: 'monitoring', 'failed-again': 'identified', settled: 'illegal' },
  monitoring: {
    explained: 'monitoring',
    recovered: 'monitoring',
    'failed-again': 'investigating',
    settled: 'resolved',
  },
  resolved: { explained: 'illegal', recovered: 'illegal', 'failed-again': 'illegal', settled: 'illegal' },
  postmortem: { explained: 'illegal', recovered: 'illegal', 'failed-again': 'illegal', settled: 'illegal' },
}

/** What a person may declare next. The same phase again is one more update in it. */
export const declarable: Readonly<Record<IncidentPhase, Readonly<Record<IncidentPhase, boolean>>>> = {
  investigating: { investigating: true, identified: true, monitoring: true, resolved: true, postmortem: false },
  identified: { investigating: true, identified: true, monitoring: true, resolved: true, postmortem: false },
  monitoring: { investigating: true, identified: true, monitoring: true, resolved: true, postmortem: false },
  resolved: { investigating: true, identified: false, monitoring: false, resolved: true, postmortem: true },
  postmortem: { investigating: false, identified: false, monitoring: false, resolved: false, postmortem: true },
}

/** The life of a maintenance, by the clock and by people. One that is called off is completed at once. */
export const maintenanceSteps: Readonly<Record<MaintenanceState, Readonly<Record<MaintenanceState, boolean>>>> = {
  scheduled: { scheduled: true, in_progress: true, verifying: false, completed: true },
  in_progress: { scheduled: false, in_progress: true, verifying: true, completed: true },
  verifying: { scheduled: false, in_progress: true, verifying: true, completed: true },
  completed: { scheduled: false, in_progress: false, verifying: false, completed: true },
}

export function isOver(phase: IncidentPhase): boolean {
  return phase === 'resolved' || phase === 'postmortem'
}
