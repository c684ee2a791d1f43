import { describe, expect, test } from 'vitest'
import { deviation, expectCase, opened, tally, type Case } from '../../support/generators.ts'

describe('A3: odds', () => {
  test.for<Case>([
    ['[x]', 'a', 'x\n  a ^2\n  b ^0'],
    ['[x]', 'a', 'x\n  a^0.25\n  b^0'],
    ['[x]', 'a', 'x\n  a ^1/10\n  b ^0/10'],
    ['[x]', 'a', 'x\n  a ^.5'],
    ['[x]', ['a', 'b'], 'x\n  a ^5\n  b'],
    ['[x]', 'a b', 'x\n  a b   ^3'],
    ['[x]', '2^3', 'x\n  2\\^3'],
    ['[x]', 'a^b', 'x\n  a^b'],
    ['[x]', 'a ^+2', 'x\n  a ^+2'],
    ['[x]', 'a ^-2', 'x\n  a ^-2'],
    ['[x]', 'x^2', 'x\n  x^2^3'],
    ['[x]', 'b', 'x\n  a ^[n == 2]\n  b ^[n == 1]\nn = 1'],
    ['[x]', 'b', 'x\n  a ^[false]\n  b ^[true]'],
    ['[x]', 'b', 'x\n  a ^[n - 5]\n  b ^[n]\nn = 1'],
    ['[x]', 'b', 'x\n  a ^[0/0]\n  b ^[null]\n  b ^[1]'],
    ['[x]', 'b', 'x\n  a ^["much"]\n  b ^["2"]'],
    ['[x]', 'b', 'x\n  a ^[if (n > 1) {1} else {0}]\n  b\nn = 1'],
    ['[x]', 'b', 'x\n  k = 3\n  a ^[this.k == 2]\n  b ^[this.k == 3] // by this'],
    ['[n = 1, ""][x][n = 2, ""][x]', 'ab', 'x\n  a ^[n == 1]\n  b ^[n == 2]'],
    ['[x]', 'low', 'x\n  low ^2\n    deep\n  high ^0\n    deep'],
    ['{a^2|b^0}', 'a'],
    ['{a ^0|b ^1/2|c^0.0}', 'b'],
    ['[n = 2, ""]{a^[n == 1]|b^[n == 2]}', 'b'],
    ['[x]', { fault: 'all-odds-zero', at: [2, 3], says: 'x' }, 'x\n  a ^0\n  b ^0'],
    ['{a^0|b^0}', { fault: 'all-odds-zero', at: [2, 3] }],
    ['[x.selectOne]', { fault: 'all-odds-zero' }, 'x\n  a ^[false]'],
    ['[x.selectMany(2)]', { fault: 'all-odds-zero' }, 'x\n  a ^[false]'],
    ['[x.selectUnique(2)]', { fault: 'all-odds-zero' }, 'x\n  a ^[false]'],
    ['[x.selectUnique(2).joinItems(" ")]', ['a c', 'c a'], 'x\n  a\n  b ^0\n  c'],
    ['[x.consumableList]', 'b', 'x\n  a ^0\n  b'],
    ['[x.selectAll.selectOne]', 'b', 'x\n  a ^0\n  b'],
  ])('%j', (row) => expectCase(row))

  test.for<readonly [string, string, number, number]>([
    ['output\n  a ^+2', 'malformed-odds', 2, 5],
    ['output\n  {a^x|b}', 'malformed-odds', 2, 5],
    ['output\n  a ^[n = 1]', 'single-equals-in-dynamic-odds', 2, 9],
    ['output\n  {a^[n = 1]|b}', 'single-equals-in-dynamic-odds', 2, 9],
  ])('%j warns of %s', ([source, id, line, column]) => {
    expect(opened(source).check()).toContainEqual(expect.objectContaining({ id, line, column }))
  })
})

describe('A3: distributions', () => {
  test.for<readonly [string, Readonly<Record<string, number>>]>([
    ['output\n  a\n  b\n  c\n  d', { a: 1, b: 1, c: 1, d: 1 }],
    ['output\n  a ^3\n  b\n  c ^0.5', { a: 3, b: 1, c: 0.5 }],
    ['output\n  a ^1/4\n  b ^3/4', { a: 1, b: 3 }],
    ['output\n  a ^[n]\n  b ^[true]\n  c ^[n > 9]\nn = 4', { a: 4, b: 1, c: 0 }],
    ['output\n  {a|b|c}', { a: 1, b: 1, c: 1 }],
    ['output\n  {a^2|b^8}', { a: 2, b: 8 }],
    ['output\n  {1-6}', { 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1 }],
    ['output\n  {a-d}', { a: 1, b: 1, c: 1, d: 1 }],
    ['output\n  [x.selectMany(3, 5).length]\nx\n  a', { 3: 1, 4: 2, 5: 1 }],
    ['output\n  [x.selectMany(1, 2, 7).length]\nx\n  a', { 1: 1, 2: 1, 7: 1 }],
    ['output\n  [x.selectUnique(1)]\nx\n  a ^3\n  b\n  c', { a: 3, b: 1, c: 1 }],
    [
      'output\n  [x.selectUnique(2).joinItems("")]\nx\n  a ^2\n  b\n  c',
      { ab: 1 / 4, ac: 1 / 4, ba: 1 / 6, bc: 1 / 12, ca: 1 / 6, cb: 1 / 12 },
    ],
    ['output\n  [x.consumableList]\nx\n  a ^3\n  b', { a: 3, b: 1 }],
    ['output\n  [[1, 2, 3].selectOne]', { 1: 1, 2: 1, 3: 1 }],
    ['output\n  [Math.floor(Math.random() * 4)]', { 0: 1, 1: 1, 2: 1, 3: 1 }],
    ['output\n  [d("2d2")]\nd = {import:dice-plugin}', { 2: 1, 3: 2, 4: 1 }],
    ['output\n  [f(a, b, null, 3, 1)]\nf = {import:random-select-plugin}\na\n  a\nb\n  b', { a: 3, b: 1 }],
    ['output\n  [x]\nx\n  many ^4\n    a\n    b\n  few\n    c', { many: 4, few: 1 }],
    ['output\n  {s|t}{s|t}', { ss: 1, st: 1, ts: 1, tt: 1 }],
  ])('%j', async ([source, shares]) => {
    for (const seed of ['one', 'two', 'three'])
      expect(deviation(await tally(source, 4_000, seed), shares)).toBeLessThan(4)
  })
})
