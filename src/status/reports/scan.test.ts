import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alarmIn, leastMean, smallestAlarm, windowsMin, type Windows } from './scan.ts'

/** P(X ≥ people), summed from its own formula with logarithms of the gamma function. */
function tail(people: number, mean: number, dispersion: number): number {
  const shape = 1 / dispersion
  const success = shape / (shape + mean)
  const term = (k: number): number =>
    Math.exp(
      logGamma(k + shape) - logGamma(shape) - logGamma(k + 1) + shape * Math.log(success) + k * Math.log(1 - success),
    )
  return Array.from({ length: 4_000 }, (_, i) => term(people + i)).reduce((sum, one) => sum + one, 0)
}

/** By Stirling's series, from where it is exact to ten digits. */
function logGamma(x: number): number {
  if (x < 12) return logGamma(x + 1) - Math.log(x)
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3)
}

describe('how many people are an alarm', () => {
  // The measured table of the reference, at a dispersion of 2.
  test.for([
    [0.05, 5],
    [0.1, 6],
    [0.2, 9],
    [0.5, 15],
    [1, 25],
    [2, 44],
    [5, 103],
    [10, 201],
  ] as const)('where %d are usual in a window, %i are', ([mean, people]) => {
    expect(smallestAlarm(mean, 2)).toBe(people)
  })

  test('where none are usual, five are: a floor is kept', () => {
    expect(smallestAlarm(0, 2)).toBe(5)
    expect(smallestAlarm(leastMean, 2)).toBe(5)
  })

  test('it is the fewest that chance alone hardly ever brings', () => {
    const means = fc.double({ min: 0.05, max: 20, noNaN: true })
    const dispersions = fc.double({ min: 0.5, max: 5, noNaN: true })
    fc.assert(
      fc.property(means, dispersions, (mean, dispersion) => {
        const people = smallestAlarm(mean, dispersion)
        expect(people).toBeGreaterThanOrEqual(3)
        expect(tail(people, mean, dispersion)).toBeLessThan(1.01e-5)
        if (people > 3) expect(tail(people - 1, mean, dispersion)).toBeGreaterThan(0.99e-5)
      }),
      { numRuns: 60 },
    )
  })

  test('a mean beyond all measure still has an answer, and soon', () => {
    const huge = smallestAlarm(1e9, 2)
    expect(huge).toBeGreaterThan(1e9)
    expect(Number.isFinite(huge)).toBe(true)
  })
})

describe('an alarm', () => {
  const calm: Windows = {
    5: { people: 0, mean: 0 },
    15: { people: 0, mean: 0 },
    30: { people: 0, mean: 0 },
    60: { people: 0, mean: 0 },
  }

  test('is none where nobody or two report', () => {
    expect(alarmIn(calm, 2)).toBeUndefined()
    expect(alarmIn({ ...calm, 5: { people: 2, mean: 0 } }, 2)).toBeUndefined()
  })

  test.for(windowsMin)('is seen in the window of %i minutes', (window) => {
    expect(alarmIn({ ...calm, [window]: { people: 5, mean: 0.05 } }, 2)).toBe(window)
    expect(alarmIn({ ...calm, [window]: { people: 4, mean: 0.05 } }, 2)).toBeUndefined()
  })
})
