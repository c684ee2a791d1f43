import { describe, expect, test } from 'vitest'
import { expectCase, opened, type Case } from '../../support/generators.ts'

describe('A4: text and escapes', () => {
  test.for<Case>([
    ['<b>x</b> &amp; "y"', '<b>x</b> &amp; "y"'],
    ['a\\=b', 'a=b'],
    ['\\{a\\|b\\}', '{a|b}'],
    ['\\[x\\]', '[x]'],
    ['2\\^3', '2^3'],
    ['a\\nb\\tc\\sd', 'a\nb\tc d'],
    ['a\\\\b', 'a\\b'],
    ['a\\qb', 'a\\qb'],
    ['C:\\Users', 'C:\\Users'],
    ['a\\', 'a\\'],
    ['\\\\[x]', '\\y', 'x\n  y'],
    ['["a]b"]', 'a]b'],
    ["['a]b']", 'a]b'],
    ['[`a]b`]', 'a]b'],
    ['["say \\"]\\""]', 'say "]"'],
    ['{[a || b]|[a || b]}', 'x', 'a\n  x\nb\n  y'],
    ['{a{b|b}|a{b|b}}', 'ab'],
    ['{\\||\\|}', '|'],
    ['{a\\}|a\\}}', 'a}'],
    ['} ] |', '} ] |'],
    ['{x|\\[}', ['x', '[']],
    ["[who]'s [who]'s", "Bo's Bo's", 'who\n  Bo'],
    ["['it''s']", { fault: 'syntax' }],
    ['[x]', '[y]', 'x\n  \\[y\\]'],
    ['[x = "\\[y\\]", x]', '[y]'],
    ['[x', { fault: 'unclosed-block', at: [2, 3] }],
    ['a {x|y', { fault: 'unclosed-block', at: [2, 5] }],
    ['{x|[y}', { fault: 'unclosed-block', at: [2, 3] }],
    ['{ok|ok|[}', { fault: 'unclosed-block' }],
    ['[good]', 'fine', 'good\n  fine\nbad\n  [oops'],
  ])('%j', (row) => expectCase(row))

  test('a broken text is told of with its place, and the others beside it', () => {
    const found = opened('output\n  [good] [bad\n  {x} {y}\ngood\n  x ]\n  [1 +]').check()
    expect(found.map(({ id, line, column }) => [id, line, column])).toEqual([
      ['unclosed-block', 2, 10],
      ['curly-syntax', 3, 3],
      ['curly-syntax', 3, 7],
      ['syntax', 6, 7],
    ])
  })
})
