import { expect, test } from 'vitest'
import { readRange } from './client/range.ts'
import { builtInRanges } from './cloudflare-ranges.ts'
import { daysOld, readRangeList } from './range-list.ts'

const v4 = builtInRanges.v4.join('\n')
const v6 = builtInRanges.v6.join('\n')

test('the list that comes along is whole', () => {
  expect([...builtInRanges.v4, ...builtInRanges.v6].filter((range) => readRange(range) === undefined)).toEqual([])
  expect(readRangeList({ v4: `${v4}\n`, v6 }, builtInRanges.asOf)).toEqual({ ok: true, value: builtInRanges })
})

test.for([
  ['an error page', '<html><body>521</body></html>', v6],
  ['nothing', '', v6],
  ['a list cut short', v4.slice(0, 40), v6],
  ['half of the internet', `${v4}\n0.0.0.0/1`, v6],
  ['all of IPv6', v4, `${v6}\n::/0`],
  ['a single address', `${v4}\n192.0.2.1`, v6],
  ['families that were swapped', v6, v4],
  ['far too much', Array.from({ length: 501 }, () => '192.0.2.0/24').join('\n'), v6],
] as const)('%s is not believed', ([, four, six]) => {
  expect(readRangeList({ v4: four, v6: six }, '2026-11-01').ok).toBe(false)
})

test('the age of a list is counted in whole days', () => {
  expect(daysOld({ asOf: '2026-09-29' }, Date.UTC(2026, 9, 1, 23))).toBe(2)
  expect(daysOld({ asOf: 'lately' }, 0)).toBeUndefined()
})
