import { expect, test } from 'vitest'
import { tellingLine } from './wording.ts'

test.for([
  [[], ''],
  [['one', 'two', ''], 'two'],
  [
    ['file:///x.ts:3', "Error: cannot open './data'", '    at open (x.ts:3)', '', 'Node.js v24.21.0'],
    "Error: cannot open './data'",
  ],
  [['TypeError: first', 'ok', 'RangeError: last', 'bye'], 'RangeError: last'],
] as const)('of %j the most telling line is %j', ([lines, line]) => {
  expect(tellingLine(lines)).toBe(line)
})
