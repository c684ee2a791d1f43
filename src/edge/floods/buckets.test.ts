import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Buckets } from './buckets.ts'

const many = { mostKeys: 1000 }

test('as many as fit come at once, and the next when one has come back', () => {
  const buckets = new Buckets({ perMinute: 60, ...many })
  const first = Array.from({ length: 60 }, () => buckets.take('a', 0))
  expect(new Set(first)).toEqual(new Set([0]))
  expect(buckets.take('a', 0)).toBe(1000)
  expect(buckets.take('a', 999)).toBe(1)
  expect(buckets.take('a', 1000)).toBe(0)
  expect(buckets.take('a', 1000)).toBe(1000)
})

test('whoever asks too often waits no longer for it', () => {
  const buckets = new Buckets({ perMinute: 2, ...many })
  for (let i = 0; i < 100; i++) buckets.take('a', 0)
  expect(buckets.take('a', 0)).toBe(30_000)
  expect(buckets.take('a', 30_000)).toBe(0)
})

test('one client takes nothing from another', () => {
  const buckets = new Buckets({ perMinute: 1, ...many })
  expect([buckets.take('a', 0), buckets.take('b', 0), buckets.take('a', 0)]).toEqual([0, 0, 60_000])
})

test('however many come, no more are remembered than may be', () => {
  const buckets = new Buckets({ perMinute: 1, mostKeys: 10 })
  for (let i = 0; i < 1000; i++) buckets.take(`client ${i}`, 0)
  expect(buckets.size).toBe(10)
  expect(buckets.take('client 999', 0)).toBe(60_000)
  expect(buckets.take('client 0', 0)).toBe(0)
})

test('a clock that is set back keeps nobody out for longer than a minute', () => {
  const buckets = new Buckets({ perMinute: 1, ...many })
  buckets.take('a', 3_600_000)
  expect(buckets.take('a', 0)).toBeLessThanOrEqual(60_000)
  expect(buckets.take('a', 60_000)).toBe(0)
})

test('0 is no limit', () => {
  const buckets = new Buckets({ perMinute: 0, ...many })
  expect(new Set(Array.from({ length: 10_000 }, () => buckets.take('a', 0)))).toEqual(new Set([0]))
  expect(buckets.size).toBe(0)
})

test('in no stretch of time more are taken than fit in and come back meanwhile', () => {
  const steps = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 600 }), (pauses, perMinute) => {
      const buckets = new Buckets({ perMinute, ...many })
      const takenAt: number[] = []
      let now = 1_700_000_000_000
      for (const pause of pauses) {
        now += pause
        if (buckets.take('a', now) === 0) takenAt.push(now)
      }
      for (let from = 0; from < takenAt.length; from++) {
        const last = takenAt.length - 1
        const elapsed = (takenAt[last] ?? 0) - (takenAt[from] ?? 0)
        expect(last - from + 1).toBeLessThanOrEqual(perMinute + (elapsed * perMinute) / 60_000 + 1e-6)
      }
    }),
  )
})
