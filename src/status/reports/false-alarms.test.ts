import { expect, test } from 'vitest'
import { seededChance } from '#shared/ids.ts'
import { reportRules, type Rule } from '../../../test/support/report-rules.ts'
import { background, detection, falseAlarmsPerYear, yearMin } from '../../../test/support/report-simulation.ts'

// `npm run bench -- reports` does the same over six years for every rule, and prints the table.
const scan: Rule = reportRules['negative-binomial scan'] ?? (() => () => false)

test.for([
  [1, false, 0],
  [10, false, 0],
  [60, false, 0],
  [1, true, 1],
  [10, true, 2],
  [60, true, 3],
] as const)('%i reports a day, in bursts: %s, make at most %i false alarms a year', ([perDay, isBursty, most]) => {
  const year = background({ perDay, isBursty }, yearMin, seededChance(perDay * 2 + Number(isBursty)))
  expect(falseAlarmsPerYear(scan, year)).toBeLessThanOrEqual(most)
})

test.for([
  [0.3, 12, 21],
  [1, 3, 8],
] as const)('an outage that %d people a minute report is seen in minutes', ([addsPerMin, least, most]) => {
  const { medianMin } = detection(scan, { perDay: 1, addsPerMin, times: 100 }, seededChance(11))
  expect(medianMin).toBeGreaterThanOrEqual(least)
  expect(medianMin).toBeLessThanOrEqual(most)
})

test('a fixed number of people would cry wolf', () => {
  const year = background({ perDay: 60, isBursty: false }, yearMin, seededChance(5))
  expect(falseAlarmsPerYear(reportRules['5 or more in 15 min'] ?? scan, year)).toBeGreaterThan(50)
})
