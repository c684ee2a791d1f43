import { expect, test } from 'vitest'
import { endedStates, jobStates, type JobState } from '#protocol/chats.ts'
import { nextState, type JobEvent } from './job-states.ts'

const events: readonly JobEvent[] = ['taken-over', 'token', 'trouble', 'finished', 'stopped', 'gave-up']

test.for([...endedStates])('a job that is %s is never unfinished by anything that arrives late', (state) => {
  for (const event of events) expect(nextState(state, event)).toBe(state)
})

test('a job goes from the queue over any number of stalls to its end', () => {
  const path: readonly JobEvent[] = ['token', 'token', 'trouble', 'token', 'taken-over', 'trouble', 'token', 'finished']
  const states: JobState[] = ['queued']
  for (const event of path) states.push(nextState(states.at(-1) ?? 'queued', event))
  expect(states).toEqual([
    'queued',
    'writing',
    'writing',
    'stalled',
    'writing',
    'stalled',
    'stalled',
    'writing',
    'done',
  ])
})

test.for(jobStates.filter((state) => !endedStates.has(state)))(
  'a job that is %s can be stopped and can fail',
  (state) => {
    expect(nextState(state, 'stopped')).toBe('stopped')
    expect(nextState(state, 'gave-up')).toBe('failed')
  },
)
