import { expect, test } from 'vitest'
import { ownCurve } from './own-curve.ts'

const shareAfter = (outages: Parameters<typeof ownCurve>[0], min: number): number => Math.exp(ownCurve(outages)(min))

test.for([
  [5, 1],
  [10, 3 / 4],
  [Math.sqrt(10 * 40), 5 / 8],
  [40, 2 / 4],
  [160, 1 / 4],
  [320, 1 / 8],
] as const)('of three outages, at %f min %f last longer', ([min, share]) => {
  const outages = [160, 10, 40].map((durationMin) => ({ durationMin }))
  expect(shareAfter(outages, min)).toBeCloseTo(share, 12)
})

test('outages that lasted equally long end together, not on the way there', () => {
  const outages = [10, 40, 40].map((durationMin) => ({ durationMin }))
  expect(shareAfter(outages, 39.999999)).toBeCloseTo(2 / 4, 6)
  expect(shareAfter(outages, 40)).toBeCloseTo(1 / 4, 12)
})

test('one that was not over is at risk until it was last looked at, and ends nowhere', () => {
  const outages = [{ durationMin: 10 }, { durationMin: 20, censored: true }, { durationMin: 40 }]
  expect(shareAfter(outages, 10)).toBeCloseTo(3 / 4, 12)
  expect(shareAfter(outages, 40)).toBeCloseTo((3 / 4) * (1 / 2), 12)
})
