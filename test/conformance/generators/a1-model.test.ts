import { describe, expect, test } from 'vitest'
import { expectCase, expectFrom, opened, type Case, type Expected } from '../../support/generators.ts'

describe('A1: where a generation begins', () => {
  test.for<readonly [string, Expected]>([
    ['$output = from $output\noutput\n  from output', 'from $output'],
    ['$output\n  from $output\noutput\n  from output', 'from $output'],
    ['output\n  from output\nlast\n  from last', 'from output'],
    ['output = a property', 'a property'],
    ['first\n  1\nlast\n  2', '2'],
    ['$output(x) =>\n  x\nlast\n  2', '2'],
    ['last\n  2\n$meta\n  title = t', '2'],
    ['$output\n  p = for those who import it\nlast\n  2', '2'],
    ['$output\n  p = for those who import it\noutput\n  3\nlast\n  2', '3'],
    ['$output\n  $output = [this.p]\n  p = 4\nlast\n  2', '4'],
    ['first\n  1\nsettings\n  p = 5\nempty', '1'],
    ['settings\n  p = 5', 'settings'],
    ['empty', { fault: 'empty-list' }],
    ['', { fault: 'empty-list' }],
    ['// nothing', { fault: 'empty-list' }],
    ['x = 1', { fault: 'empty-list' }],
  ])('%j', ([source, expected]) => expectFrom(source, expected))
})

describe('A1: a call from outside', () => {
  const source = 'output\n  x\ncity\n  new york\n    people = 8\nn = 4\nf(a, b) => a + b'
  test.for<readonly [string, Expected]>([
    ['city', 'new york'],
    ['city.selectOne.titleCase', 'New York'],
    ['city.selectOne.people + n', '12'],
    ['f(1, 2)', '3'],
    ['x = 2, x * 2', '4'],
    ['if (n == 4) {"four"} else {"other"}', 'four'],
    ['town', { fault: 'not-defined', at: [1, 1], says: 'town is not defined' }],
    ['city.', { fault: 'syntax', at: [1, 6] }],
    ['', { fault: 'syntax' }],
    ['city] [city', { fault: 'syntax' }],
  ])('%j', ([call, expected]) => expectFrom(source, expected, {}, call))
})

describe('A1: order and state', () => {
  test.for<Case>([
    ['[x = 1][x]', '11'],
    ['[x = 1, ""][other]', '1', 'other\n  [x]'],
    ['[other][x = 1]', { fault: 'not-defined' }, 'other\n  [x]'],
    ['[later]', 'found', 'later\n  [evenLater]\nevenLater\n  found'],
    ['[n = n2, n += 1][n]', '33', 'n2 = 2'],
    [
      '[c][c][c]',
      ['abc', 'acb', 'bac', 'bca', 'cab', 'cba'],
      'c = [k = k2 || (k2 = l.consumableList)]\nl\n  a\n  b\n  c\nk2 = [undefined]',
    ],
  ])('%j', (row) => expectCase(row))

  test('each generation begins anew', async () => {
    const generator = opened('output\n  [l.n += 1] [once.consumableList]\nl\n  n = 1\n  x\nonce\n  y')
    for (let index = 0; index < 3; index++) {
      const rolled = await generator.roll({ seed: 1, index })
      expect(rolled.ok && rolled.value.text).toBe('2 y')
    }
  })

  test('the same seed gives the same text, and a result depends on no other one', async () => {
    const source = 'output\n  {1-1000000} [x]\nx\n  {a-z}{a-z}\n  {A-Z}{A-Z}'
    const texts = async (indexes: readonly number[]): Promise<unknown[]> => {
      const generator = opened(source)
      const rolled = await Promise.all(indexes.map((index) => generator.roll({ seed: 'same', index })))
      return rolled.map((one) => one.ok && one.value.text)
    }
    const inOrder = await texts([0, 1, 2, 3])
    expect(await texts([3, 2, 1, 0])).toEqual(inOrder.toReversed())
    expect(new Set(inOrder).size).toBe(4)
  })
})
