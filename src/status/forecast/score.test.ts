import { expect, test } from 'vitest'
import { replay } from './replay.ts'
import { scoreOf } from './score.ts'

const forecast = { q10: 10, q50: 20, q90: 40, p30: 0.75 }

test('a score is the mean of what came of the forecasts', () => {
  const score = scoreOf([
    { elapsedMin: 0, durationMin: 10, forecast },
    { elapsedMin: 0, durationMin: 41, forecast },
  ])
  const lost = [
    0.5 * Math.log(21 / 11) + 0.1 * Math.log(41 / 11),
    0.1 * Math.log(42 / 11) + 0.5 * Math.log(42 / 21) + 0.9 * Math.log(42 / 41),
  ]
  expect(score).toMatchObject({ cases: 2, coverage: 0.5, underMedian: 0.5, brier: (0.25 ** 2 + 0.75 ** 2) / 2 })
  expect(score.pinball).toBeCloseTo(((lost[0] ?? 0) + (lost[1] ?? 0)) / 6, 12)
})

test('without a case there is no score', () => {
  expect(scoreOf([])).toEqual({ cases: 0, coverage: null, underMedian: null, pinball: null, brier: null })
})

test('an outage is forecast at the ages that it outlasted, and not when nobody saw its end', () => {
  const { all, ages } = replay([{ durationMin: 60 }, { durationMin: 300, censored: true }, { durationMin: 30.5 }])
  expect(ages.map(({ elapsedMin, cases }) => [elapsedMin, cases])).toEqual([
    [0, 2],
    [10, 2],
    [30, 2],
    [60, 0],
    [120, 0],
    [240, 0],
  ])
  expect(all.cases).toBe(6)
})

test('no forecast in a replay knows anything of its own or later outages', () => {
  const past = [{ durationMin: 12 }, { durationMin: 45 }]
  const short = replay([...past, { durationMin: 5 }])
  const long = replay([...past, { durationMin: 5 }, { durationMin: 9 }])
  expect(long.ages[1]).toEqual(short.ages[1])
})
