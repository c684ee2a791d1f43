import { describe, expect, test } from 'vitest'
import { dueAt, isRhythm, never } from './rhythm.ts'

test.for([
  ['17 4 * * *', true],
  ['*/15 * * * *', true],
  ['0 3 * * SUN', true],
  [never, true],
  ['', false],
  ['daily', false],
  ['61 4 * * *', false],
  ['0 17 4 * * *', false],
] as const)('%j says when backups are made: %j', ([text, isOne]) => {
  expect(isRhythm(text)).toBe(isOne)
})

describe('a backup is due', () => {
  const rhythm = '0 4 * * *'
  const at = (text: string): number => new Date(text).getTime()
  const now = at('2026-03-10T12:00:00')

  test.for([
    ['at once when there is none', undefined, '2026-03-10T12:00:00'],
    ['at the next time after the newest', '2026-03-10T04:00:01', '2026-03-11T04:00:00'],
    ['in the past when the server did not run then', '2026-03-08T04:00:01', '2026-03-09T04:00:00'],
    ['at the next time from now when the newest is of the future', '2027-01-01T00:00:00', '2026-03-11T04:00:00'],
  ] as const)('%s', ([, newest, due]) => {
    const newestAt = newest === undefined ? undefined : at(newest)
    expect(dueAt({ rhythm, newestAt, now })).toBe(at(due))
  })

  test('never when no rhythm is set', () => {
    expect(dueAt({ rhythm: never, newestAt: undefined, now })).toBeUndefined()
  })
})
