import { expect, test } from 'vitest'
import { lastedSentence } from './lasted.ts'

const minute = 60_000
const watching = { by: 'this edge', of: 'this kind', since: 0, asOf: 180 * minute } as const

test.for([
  [[], 'There was none like it since this edge began to watch, 3 hours ago.'],
  [[12_000], 'There was one like it since this edge began to watch, 3 hours ago. It lasted 12 s.'],
  [
    [4 * minute, 12_000],
    'There were 2 like it since this edge began to watch, 3 hours ago. They lasted from 12 s to 4 min.',
  ],
  [
    [4 * minute, 12_000, 40_000, 15_000],
    'There were 4 like it since this edge began to watch, 3 hours ago. They lasted from 12 s to 4 min. Half of them were over within 15 s.',
  ],
  [[2000, 2000], 'There were 2 like it since this edge began to watch, 3 hours ago. They lasted 2 s each.'],
] as const)('%j', ([durationsMs, sentence]) => {
  expect(lastedSentence({ ...watching, durationsMs }, 180 * minute)).toBe(sentence)
})

test('what is not of now says how old it is', () => {
  const said = lastedSentence({ ...watching, by: 'the status page', durationsMs: [] }, 192 * minute)
  expect(said).toBe('There was none like it since the status page began to watch, 3 hours ago. This is 12 min old.')
})

test.for([
  [[], 'The server was not away before, since the status page began to watch, 3 hours ago.'],
  [[12_000], 'The server was away once before, since the status page began to watch, 3 hours ago. It lasted 12 s.'],
  [
    [2000, 4000],
    'The server was away 2 times before, since the status page began to watch, 3 hours ago. They lasted from 2 s to 4 s.',
  ],
] as const)('what the status page measured is of any kind: %j', ([durationsMs, sentence]) => {
  const told = { ...watching, by: 'the status page', of: 'any kind', durationsMs } as const
  expect(lastedSentence(told, 180 * minute)).toBe(sentence)
})
