import { expect, test } from 'vitest'
import { manualClock } from '../../../test/support/clock.ts'
import { isolateClock } from './isolate-clock.ts'

test('runs once when it is time', async () => {
  const timers = manualClock()
  const clock = isolateClock(timers)
  let runs = 0
  clock.after(100, () => (runs += 1))
  await timers.advance(100)
  clock.catchUp()
  expect(runs).toBe(1)
})

test('what died with its request runs when the next one comes, if it is due', () => {
  let now = 0
  const clock = isolateClock({ now: () => now, after: () => () => undefined })
  const ran: string[] = []
  clock.after(100, () => ran.push('early'))
  clock.after(300, () => ran.push('late'))
  now = 200
  clock.catchUp()
  clock.catchUp()
  expect(ran).toEqual(['early'])
})

test('what was taken back never runs', async () => {
  const timers = manualClock()
  const clock = isolateClock(timers)
  let runs = 0
  clock.after(100, () => (runs += 1))()
  await timers.advance(200)
  clock.catchUp()
  expect(runs).toBe(0)
})
