import { describe, expect, test } from 'vitest'
import { beginnings } from './beginnings.ts'
import { roll } from './roll.ts'
import type { RollAnswer, RollOrder } from './roll-order.ts'

/** Rolls by the real clock, as the worker does. */
function rolled(order: Partial<RollOrder>): Promise<RollAnswer> {
  const usual = { source: 'output\n  a', files: {}, seed: 'x', count: 1, call: undefined }
  return roll({ ...usual, ...order }, () => performance.now())
}

test('as many are rolled as were asked for, and what can be called is named', async () => {
  const source = 'output\n  [beast]\nbeast\n  owl\n  wolf\n$meta\n  title = Beasts'
  const { texts, fault, findings, lists } = await rolled({ source, count: 5 })
  expect(texts).toHaveLength(5)
  expect(texts.every((text) => ['owl', 'wolf'].includes(text))).toBe(true)
  expect([fault, findings, lists]).toEqual([null, [], ['output', 'beast']])
  expect((await rolled({ source, count: 5 })).texts).toEqual(texts)
  expect((await rolled({ source, call: 'beast' })).texts).toHaveLength(1)
})

test('the odds of a list are told when it is what is rolled', async () => {
  const source = 'output\n  [beast]\nbeast\n  owl ^3\n  wolf\n  bear ^[1 - 1]'
  expect((await rolled({ source })).odds).toEqual([])
  expect((await rolled({ source, call: 'beast' })).odds).toMatchObject([
    { item: 'owl', share: 0.75, isDynamic: false },
    { item: 'wolf', share: 0.25 },
    { item: 'bear', share: 0, isDynamic: true },
  ])
  expect((await rolled({ source, call: 'nobody' })).odds).toEqual([])
})

test('why a result is what it is can be asked of each of them', async () => {
  const source = 'output\n  [beast]\nbeast\n  owl ^3\n  wolf'
  const [, second] = (await rolled({ source, count: 2 })).texts
  expect(await rolled({ source, count: 2, why: 1 })).toMatchObject({
    texts: [second],
    picks: [
      { list: 'output', item: '[beast]', line: 2, share: 1 },
      { list: 'beast', item: second, share: second === 'owl' ? 0.75 : 0.25 },
    ],
  })
})

test('one generator imports another by its name', async () => {
  const source = 'output\n  [beasts.output]\nbeasts = {import:beasts}'
  expect((await rolled({ source, files: { beasts: 'output\n  owl' } })).texts).toEqual(['owl'])
  expect((await rolled({ source })).fault).toMatchObject({ id: 'import-not-found' })
})

test('what fails ends the roll, with its place; what came before it is shown', async () => {
  const source = 'output\n  fine ^9\n  [nobody]'
  const { texts, fault } = await rolled({ source, count: 100 })
  expect(fault).toMatchObject({ id: 'not-defined', line: 3 })
  expect(texts.length).toBeLessThan(100)
  expect(texts.every((text) => text === 'fine')).toBe(true)
})

test('a text that is too long for a page, and texts that are too much together, end', async () => {
  const long = (length: number): string => `output\n  ["x".repeat(${length})]`
  expect((await rolled({ source: long(100_001) })).fault).toMatchObject({ id: 'output-too-long' })
  const { texts, fault } = await rolled({ source: long(90_000), count: 100 })
  expect([texts.length, fault]).toEqual([6, null])
})

test('generations that each end in time are ended when they take too long together', async () => {
  let now = 0
  // Each look at the clock is a second later than the one before.
  const { texts, fault } = await roll(
    { source: 'output\n  a', files: {}, seed: 'x', count: 100, call: undefined },
    () => (now += 500),
  )
  expect(fault).toBeNull()
  expect(texts.length).toBeLessThan(5)
})

test('a source that is too large is told as such', async () => {
  const { fault, findings } = await rolled({ source: 'a'.repeat(2_000_001) })
  expect(fault).toMatchObject({ id: 'source-too-large' })
  expect(findings).toEqual([fault])
})

describe.for(beginnings)('what is given to begin with: $name', ({ text }) => {
  test('nothing stands out in it, and it gives many different texts', async () => {
    const { texts, fault, findings } = await rolled({ source: text, count: 100 })
    expect([fault, findings]).toEqual([null, []])
    expect(new Set(texts).size).toBeGreaterThan(20)
    expect(texts.filter((one) => /[[\]{}]|undefined/.test(one))).toEqual([])
  })
})
