import { expect, test } from 'vitest'
import { Outages } from './outages.ts'

test('an outage is counted from the first failure to the first answer, once, under the fault that it began with', () => {
  const outages = new Outages(0)
  outages.noteFailure('origin', 'origin-refused', 100)
  outages.noteFailure('origin', 'origin-reset', 200)
  expect(outages.lastedMs('origin', 350)).toBe(250)
  outages.noteAnswer('origin', 400)
  outages.noteAnswer('origin', 500)
  expect(outages.lastedMs('origin', 600)).toBe(0)
  expect(outages.before('origin', 'origin-refused', 600).durationsMs).toEqual([300])
  expect(outages.before('origin', 'origin-reset', 600).durationsMs).toEqual([])
  expect(outages.before('status', 'origin-refused', 600).durationsMs).toEqual([])
})

test('however often an origin flaps, not all of it is kept', () => {
  const outages = new Outages(0)
  for (let at = 0; at < 1000; at += 2) {
    outages.noteFailure('origin', 'origin-refused', at)
    outages.noteAnswer('origin', at + 1)
  }
  expect(outages.before('origin', 'origin-refused', 1000).durationsMs).toHaveLength(200)
})
