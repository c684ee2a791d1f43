import { expect, test } from 'vitest'
import { hazard, logUpperTail } from './normal.ts'

test.for([
  [-40, 0],
  [-5, Math.log1p(-2.866515718791939e-7)],
  [-1, Math.log(0.8413447460685429)],
  [0, Math.log(0.5)],
  [1.2815515655446004, Math.log(0.1)],
  [2.9999, Math.log(0.0013503412829549248)],
  [3.0001, Math.log(0.001349454913260717)],
  [5, Math.log(2.866515718791939e-7)],
  [10, Math.log(7.619853024160527e-24)],
  [40, -804.6084420137538],
] as const)('the share above %f standard deviations', ([z, log]) => {
  expect(logUpperTail(z)).toBeCloseTo(log, 8)
})

test('nothing lies below everything, and far out the tail has a logarithm still', () => {
  expect(logUpperTail(Number.NEGATIVE_INFINITY)).toBe(0)
  expect(logUpperTail(1e6)).toBeCloseTo(-5e11, -2)
  expect(hazard(1e6)).toBeCloseTo(1e6, 3)
  expect(hazard(0)).toBeCloseTo(Math.sqrt(2 / Math.PI), 12)
})
