import type { JobState } from '#protocol/chats.ts'

/** What can happen to a reply job. */
export type JobEvent =
  /** Another server has taken it, or the same one after a restart. */
  | 'taken-over'
  /** A word has come. */
  | 'token'
  /** The back end failed or fell silent; it is tried again. */
  | 'trouble'
  /** The back end said that it had finished. */
  | 'finished'
  /** A person asked for it. */
  | 'stopped'
  /** Nothing can write it. */
  | 'gave-up'

/** The life of a job, every cell decided. What has ended stays as it is, whatever arrives late. */
const next: Readonly<Record<JobState, Readonly<Record<JobEvent, JobState>>>> = {
  queued: {
    'taken-over': 'queued',
    token: 'writing',
    trouble: 'stalled',
    finished: 'done',
    stopped: 'stopped',
    'gave-up': 'failed',
  },
  writing: {
    'taken-over': 'stalled',
    token: 'writing',
    trouble: 'stalled',
    finished: 'done',
    stopped: 'stopped',
    'gave-up': 'failed',
  },
  stalled: {
    'taken-over': 'stalled',
    token: 'writing',
    trouble: 'stalled',
    finished: 'done',
    stopped: 'stopped',
    'gave-up': 'failed',
  },
  done: ended('done'),
  stopped: ended('stopped'),
  failed: ended('failed'),
}

function ended(state: JobState): Readonly<Record<JobEvent, JobState>> {
  return { 'taken-over': state, token: state, trouble: state, finished: state, stopped: state, 'gave-up': state }
}

export function nextState(state: JobState, event: JobEvent): JobState {
  return next[state][event]
}
