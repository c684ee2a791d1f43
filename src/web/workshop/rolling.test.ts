import { signal } from '@preact/signals'
import { expect, test } from 'vitest'
import { manualClock } from '../../../test/support/clock.ts'
import type { Shelf } from '../means.ts'
import { memoryShelf } from '../test-means.ts'
import { roll } from './roll.ts'
import type { RollOrder } from './roll-order.ts'
import { Roller } from './roller.ts'
import { Rolling } from './rolling.ts'

function openRolling(shelf: Shelf = memoryShelf()) {
  const clock = manualClock()
  const source = signal('output\n  owl')
  const orders: RollOrder[] = []
  const ask = (order: RollOrder) => {
    orders.push(order)
    return roll(order, () => performance.now())
  }
  const roller = new Roller({ clock, open: () => ({ ask, end: () => undefined }) })
  let chance = 0
  const rolling = new Rolling({
    clock,
    chance: () => (chance = (chance + 0.37) % 1),
    roller,
    source,
    files: signal({ beasts: 'output\n  fox' }),
    shelf,
  })
  return { clock, rolling, source, orders }
}

test('it rolls at once, and at the next pause after every change', async () => {
  const { clock, rolling, source, orders } = openRolling()
  const stop = rolling.start()
  await clock.advance(0)
  await expect.poll(() => rolling.rolled.value).toMatchObject({ texts: ['owl'] })
  for (const text of ['output\n  w', 'output\n  wo', 'output\n  wolf']) {
    source.value = text
    await clock.advance(100)
  }
  expect(orders).toHaveLength(1)
  await clock.advance(250)
  await expect.poll(() => rolling.rolled.value).toMatchObject({ texts: ['wolf'] })
  expect(orders).toHaveLength(2)
  stop()
  source.value = 'output\n  bear'
  await clock.advance(1_000)
  expect(orders).toHaveLength(2)
})

test('changes leave the seed as it is, rolling again takes another one, and one that somebody wrote stays', async () => {
  const shelf = memoryShelf()
  const { rolling, orders } = openRolling(shelf)
  const first = rolling.seed.value
  expect(first).toMatch(/^[\da-z]{6}$/)
  rolling.again()
  expect(rolling.seed.value).not.toBe(first)
  rolling.takeSeed('mine')
  rolling.again()
  expect(rolling.seed.value).toBe('mine')
  await expect.poll(() => orders.at(-1)?.seed).toBe('mine')
  expect(openRolling(shelf).rolling.seed.value).toBe('mine')
  rolling.keepSeed(false)
  expect(openRolling(shelf).rolling.isSeedKept.value).toBe(false)
})

test('other generators go along only where one is imported', async () => {
  const { clock, rolling, source, orders } = openRolling()
  rolling.start()
  await clock.advance(0)
  source.value = 'output\n  [b.output]\nb = {import:beasts}'
  await clock.advance(250)
  await expect.poll(() => rolling.rolled.value).toMatchObject({ texts: ['fox'] })
  expect(orders.map(({ files }) => Object.keys(files))).toEqual([[], ['beasts']])
})
