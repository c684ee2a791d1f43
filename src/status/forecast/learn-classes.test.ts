import { expect, test } from 'vitest'
import { priorClasses } from './classes.ts'
import { learnClasses } from './learn-classes.ts'

test('fifteen outages move the classes as far as two other implementations say', () => {
  const minutes = [12, 18, 25, 34, 47, 60, 76, 76, 95, 120, 154, 210, 315, 465, 8]
  const learnt = learnClasses(
    priorClasses,
    minutes.map((durationMin) => ({ durationMin })),
  )
  const golden = [
    [0.1284, 4.98, 0.6516],
    [0.327, 16.26, 0.7002],
    [0.3926, 94.75, 0.4715],
    [0.152, 342, 0.5026],
  ]
  for (const [k, { weight, mean, spread }] of learnt.entries()) {
    const values = [weight, Math.exp(mean), spread]
    for (const [i, value] of values.entries()) expect(value / (golden[k]?.[i] ?? 0)).toBeCloseTo(1, 3)
  }
})

test('without a past the classes are as everybody has them', () => {
  expect(learnClasses(priorClasses, [])).toEqual(priorClasses)
  expect(priorClasses.map(({ mean }) => Number(Math.exp(mean).toFixed(2)))).toEqual([4.47, 12.25, 103.92, 360])
})
