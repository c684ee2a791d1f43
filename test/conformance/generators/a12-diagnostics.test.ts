import { describe, expect, test } from 'vitest'
import { oddsTable } from '../../../src/story/generator.ts'
import { goldens } from '../../fixtures/generator-goldens.ts'
import { opened } from '../../support/generators.ts'

describe('A12: what a writer is told', () => {
  test.for<readonly [string, readonly (readonly [id: string, line: number, column: number, list: string])[]]>([
    ['output\n  [animal]\nanimal\n  owl', []],
    [
      'output\n  [anmal]\nanimal\n  owl',
      [
        ['not-defined', 2, 4, 'output'],
        ['unused-list', 3, 1, 'animal'],
      ],
    ],
    ['output\n  [x = 1][x]', []],
    ['output\n  [f(1)]\nf(n) => n + m', [['not-defined', 3, 13, 'f']]],
    ['output\n  [l.map(i => i + 1)]\nl\n  1', []],
    ['output\n  [f()]\nf() =>\n  let a = 1\n  for (let b of [a]) a += b\n  return a', []],
    ['output\n  [x]\nx\n  [y]\ny\n  [x]', [['endless-list', 3, 1, 'x']]],
    ['output\n  [x]\nx\n  [x]', [['endless-list', 3, 1, 'x']]],
    ['output\n  [x]\nx\n  [x]\n  done', []],
    ['output\n  [x]\nx\n  {[x]|done}', []],
    ['output\n  [x]\nx\n  {[x]|[x]}', [['endless-list', 3, 1, 'x']]],
    ['output\n  [turn]\nturn\n  [turn] on ^[hp > 0]\n  over ^[hp == 0]\nhp = 3', []],
    ['output\n  [x]\nx\n  [n > 0 ? x : 1]\nn = 0', []],
    ['output\n  [x.selectOne.titleCase]\nx\n  [y]\ny = [x]', [['endless-list', 3, 1, 'x']]],
    ['output\n  a\nspare\n  b', [['unused-list', 3, 1, 'spare']]],
    ['output\n  [root["spare"]]\nspare\n  b', []],
    ['output\n  [root.spare]\nspare\n  b', []],
    ['animal\n  owl\nplant\n  oak', []],
    [
      'output\n  [[n].selectOne]\nn\n  1',
      [['square-brackets-wrapping-variable-name-within-square-block', 2, 4, 'output']],
    ],
    [
      'output\n  [x = [n].selectOne]\nn\n  1',
      [['square-brackets-wrapping-variable-name-within-square-block', 2, 8, 'output']],
    ],
    ['output\n  [document.title] fine', [['browser-javascript', 2, 4, 'output']]],
    ['output\n  a\nf() =>\n  let x = new Thing()\n  return x', [['browser-javascript', 4, 11, 'f']]],
    ['output\n  a\nf(x) =>\n  return x.replace(/[#\\s]/g, "")', [['browser-javascript', 4, 20, 'f']]],
    ['output\n  [l.filter(Boolean)]\nl\n  a', [['browser-javascript', 2, 13, 'output']]],
    [
      'output\n  [1 +] [2 *] {z}',
      [
        ['syntax', 2, 7, 'output'],
        ['syntax', 2, 13, 'output'],
        ['curly-syntax', 2, 15, 'output'],
      ],
    ],
    ['output\n  a ^[1 +]', [['syntax', 2, 10, 'output']]],
    ['output\n  [x][x.constructor]\nx\n  a', [['forbidden-name', 2, 9, 'output']]],
    ['output\n  [x = 1\n', [['unclosed-block', 2, 3, 'output']]],
  ])('%j', ([source, expected]) => {
    const found = opened(source).check()
    expect(found.map(({ id, line, column, list }) => [id, line, column, list])).toEqual(expected)
  })

  test('a diagnostic names the word, the list and the line as it is written', () => {
    expect(opened('output\n  big [anmal] there\nanimal\n  owl').check()[0]).toEqual({
      id: 'not-defined',
      severity: 'error',
      message: 'anmal is not defined: did you mean animal?',
      line: 2,
      column: 8,
      list: 'output',
      module: '',
      snippet: 'big [anmal] there',
    })
  })

  test('a circle is told with its way', () => {
    const source = 'output\n  [a]\na\n  [b]\nb\n  x [c]\nc\n  [a]!'
    expect(
      opened(source)
        .check()
        .map(({ message }) => message),
    ).toEqual(['This never ends: a → b → c → a.'])
  })
})

test('the odds of a list as a table', () => {
  const { program } = opened('x\n  a ^3\n  b ^[n]\n  c ^0\nn = 5\nempty')
  const table = oddsTable(program, 'x')
  expect(table.ok && table.value).toEqual([
    { item: 'a', line: 2, odds: 3, share: 3 / 8, isDynamic: false },
    { item: 'b', line: 3, odds: 5, share: 5 / 8, isDynamic: true },
    { item: 'c', line: 4, odds: 0, share: 0, isDynamic: false },
  ])
  expect(oddsTable(program, 'nothing')).toMatchObject({ ok: false, error: { id: 'not-defined' } })
  expect(oddsTable(program, 'n')).toMatchObject({ ok: false, error: { id: 'not-a-list' } })
})

test.for<[string, string, readonly [item: string, line: number, percent: number][]]>([
  [
    'what is likelier',
    '[x]\nx\n  a ^0\n  b ^3',
    [
      ['[x]', 2, 100],
      ['b', 5, 100],
    ],
  ],
  [
    'odds that are worked out',
    '[n = 1, ""][x]\nx\n  a ^[n - 1]\n  b',
    [
      ['[n = 1, ""][x]', 2, 100],
      ['b', 5, 100],
    ],
  ],
  [
    'an option',
    '{c^0|d[x]^2}\nx\n  a',
    [
      ['{c^0|d[x]^2}', 2, 100],
      ['d[x]', 2, 100],
      ['a', 4, 100],
    ],
  ],
  [
    'a number',
    '{3-3}{z-z}',
    [
      ['{3-3}{z-z}', 2, 100],
      ['3', 2, 100],
      ['z', 2, 100],
    ],
  ],
  [
    'what is taken away',
    '[x.consumableList]\nx\n  a',
    [
      ['[x.consumableList]', 2, 100],
      ['a', 4, 100],
    ],
  ],
  [
    'some of many',
    '[x.selectUnique(2).length]\nx\n  a\n  a',
    [
      ['[x.selectUnique(2).length]', 2, 100],
      ['a', 4, 50],
      ['a', 5, 100],
    ],
  ],
])('a traced result says how likely it was: %s', async ([, text, expected]) => {
  const source = `output\n  ${text}`
  const rolled = await opened(source).roll({ seed: 1, isTraced: true })
  const told = rolled.ok ? rolled.value.picks.map(({ item, line, share }) => [item, line, share * 100]) : rolled.error
  if (text.includes('Unique'))
    expect(told).toEqual(
      expect.arrayContaining([expected[0], ['a', expect.any(Number), 50], ['a', expect.any(Number), 100]]),
    )
  else expect(told).toEqual(expected)
})

test.for(goldens)(
  '$source with the seed $seed gives the same text when it is traced',
  async ({ source, seed, index, text }) => {
    const rolled = await opened(source).roll({ seed, index, isTraced: true })
    expect(rolled.ok && rolled.value.text).toBe(text)
  },
)

test('a traced result says what was picked, in order', async () => {
  const rolled = await opened('output\n  [x] and [y]\nx\n  one\ny\n  [x]').roll({ seed: 1, isTraced: true })
  expect(rolled.ok && rolled.value.picks.map(({ list, item, line }) => [list, item, line])).toEqual([
    ['output', '[x] and [y]', 2],
    ['x', 'one', 4],
    ['y', '[x]', 6],
    ['x', 'one', 4],
  ])
})
