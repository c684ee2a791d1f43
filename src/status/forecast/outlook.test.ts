import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outlookOf } from './outlook.ts'
import type { PastOutage } from './past-outage.ts'

const seed = process.env['SEED'] === undefined ? {} : { seed: Number(process.env['SEED']) }

const lasting = (...minutes: readonly number[]): readonly PastOutage[] =>
  minutes.map((durationMin) => ({ durationMin }))

const fifteen = lasting(12, 18, 25, 34, 47, 60, 76, 76, 95, 120, 154, 210, 315, 465, 8)

describe('what two other implementations of the estimator answer', () => {
  test.for([
    [[], 0, [2.9, 12.1, 203, 0.661], [0.35, 0.35, 0.2, 0.1]],
    [[], 5, [6.4, 21.4, 262, 0.574], [0.199, 0.408, 0.262, 0.131]],
    [[], 30, [45.5, 123, 457, 0.171], [0.002, 0.115, 0.588, 0.295]],
    [[], 60, [75.2, 147, 501, 0.201], [0, 0.019, 0.625, 0.356]],
    [[], 240, [264, 406, 788, 0.121], [0, 0, 0.091, 0.909]],
    [fifteen, 0, [7.9, 62.9, 316, 0.357], [0.1284, 0.327, 0.3926, 0.152]],
    [fifteen, 30, [44.2, 107, 412, 0.203], undefined],
    [fifteen, 120, [133, 234, 622, 0.207], undefined],
    [fifteen, 500, [529, 717, 2243, 0.102], undefined],
  ] as const)('%j at %i min', ([history, elapsedMin, golden, classes]) => {
    const { q10, q50, q90, p30, ...rest } = outlookOf(history).at(elapsedMin)
    for (const [i, value] of [q10, q50, q90, p30].entries()) {
      expect(Math.abs(value / (golden[i] ?? 0) - 1)).toBeLessThan(0.01)
    }
    for (const [k, p] of (classes ?? []).entries()) expect(rest.classes[k]?.p).toBeCloseTo(p, 3)
    expect(rest.n).toBe(history.length)
  })
})

const outage = fc.record(
  {
    durationMin: fc.oneof(fc.double({ min: 0, noNaN: true, max: Number.MAX_VALUE }), fc.integer({ min: 0, max: 600 })),
    censored: fc.boolean(),
    cause: fc.constantFrom('dns', 'refused'),
  },
  { requiredKeys: ['durationMin'] },
)

test('whatever the past was, the answer has numbers in their order, from what has lasted already', () => {
  const elapsed = fc.oneof(fc.double({ min: 0, max: 1e300, noNaN: true }), fc.integer({ min: 0, max: 3000 }))
  const cause = fc.constantFrom(undefined, 'dns', 'unheard of')
  fc.assert(
    fc.property(fc.array(outage, { maxLength: 200 }), elapsed, cause, (history, elapsedMin, known) => {
      const { q10, q50, q90, p30, classes, n } = outlookOf(history, known).at(elapsedMin)
      expect(q10).toBeGreaterThanOrEqual(elapsedMin)
      expect(q50).toBeGreaterThanOrEqual(q10)
      expect(q90).toBeGreaterThanOrEqual(q50)
      expect(q90).toBeLessThan(Number.POSITIVE_INFINITY)
      expect(p30).toBeGreaterThanOrEqual(0)
      expect(p30).toBeLessThanOrEqual(1)
      expect(classes.map(({ id }) => id)).toEqual(['minor-overload', 'restart', 'infrastructure', 'major-hosting'])
      expect(classes.reduce((sum, { p }) => sum + p, 0)).toBeCloseTo(1, 9)
      expect(n).toBe(Math.min(150, history.length))
    }),
    { numRuns: 200, ...seed },
  )
})

test('only the newest 150 outages count', () => {
  const newest = Array.from({ length: 150 }, (_, i) => ({ durationMin: 10 + i }))
  expect(outlookOf([...lasting(9000, 9000, 9000), ...newest]).at(5)).toEqual(outlookOf(newest).at(5))
})

test('where all outages lasted equally long, that length is the whole range', () => {
  const { q10, q50, q90 } = outlookOf(lasting(...Array.from({ length: 150 }, () => 15))).at(0)
  expect([q50, q90 < 20, q10 > 10]).toEqual([15, true, true])
})

test('an outage that was not over says that it lasted longer', () => {
  const over = outlookOf(lasting(20, 20, 20, 20, 20, 20)).at(0)
  const open = outlookOf([...lasting(20, 20, 20), ...lasting(20, 20, 20).map((one) => ({ ...one, censored: true }))])
  expect(open.at(0).q50).toBeGreaterThan(over.q50)
  expect(open.at(0).q90).toBeGreaterThan(over.q90)
})

test('a cause is believed only as far as this site has seen it, and sways the classes at most twofold', () => {
  const history = [5, 6, 7, 300, 400, 500].map((durationMin) => ({
    durationMin,
    cause: durationMin < 100 ? 'restarted' : 'hosting',
  }))
  const [plain, hosting, restarted, unknown] = [undefined, 'hosting', 'restarted', 'dns'].map((cause) =>
    outlookOf(history, cause).at(0),
  )
  expect(unknown).toEqual(plain)
  expect(hosting?.q50).toBeGreaterThan(plain?.q50 ?? 0)
  expect(restarted?.q50).toBeLessThan(plain?.q50 ?? 0)
  const major = [plain, hosting].map((forecast) => forecast?.classes.at(-1)?.p ?? 0)
  expect((major[1] ?? 0) / (major[0] ?? 1)).toBeLessThanOrEqual(2)
})
