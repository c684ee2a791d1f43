import { expect, test } from 'vitest'
import { evenTime } from './even-time.ts'

test('goes with the clock, and neither back nor in leaps', () => {
  let clock = 1_000_000
  const now = evenTime(() => clock)
  clock += 500
  expect(now()).toBe(1_000_500)
  clock -= 3_600_000
  expect(now()).toBe(1_000_500)
  clock += 20
  expect(now()).toBe(1_000_520)
  clock += 7_200_000
  expect(now()).toBe(1_001_520)
  clock += 30
  expect(now()).toBe(1_001_550)
})
