import { expect, test } from 'vitest'
import { humanLength, humanRange, measuredLength } from './human-minutes.ts'
import { forecastSays } from './wording.ts'

test.for([
  [20, 300, '20 min to 5 h'],
  [1, 200, 'a few minutes to 3 h'],
  [1, 2, '5 min or less'],
  [61, 62, '45 min to 1 h'],
  [2000, 90_000, '1½ days to more than 1 month'],
  [90_000, 1e300, '1 month or longer'],
] as const)('%f to %f min is said as "%s"', ([from, to, says]) => {
  expect(humanRange(from, to)).toBe(says)
})

test('lengths to come are said in steps, and past ones to the minute', () => {
  expect([1, 72, 100, 1e300].map(humanLength)).toEqual(['a few minutes', '1 h', '1½ h', '1 month'])
  expect([0.4, 72.9, 120, 187].map(measuredLength)).toEqual(['less than a minute', '72 min', '2 h', '3 h 7 min'])
})

const fifteen = [12, 18, 25, 34, 47, 60, 76, 76, 95, 120, 154, 210, 315, 465, 8].map((durationMin) => ({ durationMin }))

test('says a range with odds, what is hardly possible any more, and what it comes from', () => {
  expect(forecastSays({ history: fifteen, elapsedMin: 60 })).toEqual([
    '8 in 10 outages like this end 10 min to 5 h after they start.',
    'This one has lasted 60 min.',
    'Of those that got this far, half went on for another 1½ h or longer, and 8 in 10 for 15 min to 6 h.',
    'About 3 in 10 of these ended within the next 30 minutes.',
    'After 60 min this is hardly a restart any more.',
    'This comes from the last 15 outages of this site, and from general experience.',
  ])
})

test('says where it comes from and how little that is when the site is new', () => {
  const says = forecastSays({ history: [], elapsedMin: 0 })
  expect(says).toEqual([
    '8 in 10 outages like this end a few minutes to 3 h after they start.',
    'About 7 in 10 end within 30 minutes.',
    'This comes from general experience, for this site has no measured outage yet: at small sites such ranges have held 7 times in 10, not 8.',
  ])
})

test('says that it cannot say, past the longest', () => {
  const says = forecastSays({ history: fifteen, elapsedMin: 600 }).join('\n')
  expect(says).toContain('10 h, longer than any outage this site has had: we cannot say how long it will go on.')
  expect(says).not.toContain('half went on')
  expect(forecastSays({ history: [{ durationMin: 5 }], elapsedMin: 20 }).join('\n')).toContain(
    'This one has lasted 20 min, longer than any other of this site.\nOf those that got this far',
  )
})

test('names no moment, and counts nothing down', () => {
  for (const elapsedMin of [0, 10, 30, 60, 120, 240, 10_000]) {
    expect(forecastSays({ history: fifteen, elapsedMin }).join('\n')).not.toMatch(/\d:\d\d|should be|remaining|NaN/)
  }
})
