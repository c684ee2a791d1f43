import { expect, test } from 'vitest'
import { indentAt, linesIn, offsetOf } from './place-in-text.ts'

const text = 'owl\n  wolf\n\nbear'

test.for([
  [1, 1, 0],
  [1, 3, 2],
  [2, 3, 6],
  [2, 99, 10],
  [3, 1, 11],
  [4, 1, 12],
  [4, 5, 16],
  [9, 1, 16],
])('line %i, column %i is at %i', ([line, column, at]) => {
  expect(offsetOf(text, line ?? 0, column ?? 0)).toBe(at)
})

test.for([
  ['', 1],
  ['a', 1],
  ['a\n', 2],
  [text, 4],
] as const)('%j has %i lines', ([of, lines]) => {
  expect(linesIn(of)).toBe(lines)
})

test.for([
  [0, ''],
  [3, ''],
  [4, ''],
  [5, ' '],
  [10, '  '],
  [11, ''],
] as const)('with the caret at %i the next line begins with %j', ([caret, indent]) => {
  expect(indentAt(text, caret)).toBe(indent)
})
