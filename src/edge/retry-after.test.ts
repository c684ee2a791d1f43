import { expect, test } from 'vitest'
import { seededChance } from '#shared/ids.ts'
import { retryAfterMs, retryAfterSeconds } from './retry-after.ts'

const drawn = (downForMs: number): readonly number[] => {
  const chance = seededChance(7)
  return Array.from({ length: 1000 }, () => retryAfterMs(downForMs, chance))
}

test('after a short failure everybody is back within a second, and nobody at once', () => {
  const times = drawn(0)
  expect(Math.min(...times)).toBeGreaterThanOrEqual(250)
  expect(Math.max(...times)).toBeLessThanOrEqual(1000)
})

test('after a long one the visitors come back spread out evenly', () => {
  const times = drawn(3_600_000)
  expect(Math.max(...times)).toBeLessThanOrEqual(30_250)
  const quarters = [0, 1, 2, 3].map((i) => times.filter((ms) => Math.floor((ms - 250) / 7500) === i).length)
  for (const quarter of quarters) expect(quarter).toBeGreaterThan(200)
})

test('the header counts whole seconds and never says at once', () => {
  expect([0, 1, 999, 1000, 1001].map(retryAfterSeconds)).toEqual(['1', '1', '1', '1', '2'])
})
