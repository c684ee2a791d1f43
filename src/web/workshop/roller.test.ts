import { expect, test } from 'vitest'
import { manualClock } from '../../../test/support/clock.ts'
import { roll } from './roll.ts'
import type { RollOrder, RollWorker } from './roll-order.ts'
import { patienceMs, Roller } from './roller.ts'

const order: RollOrder = { source: 'output\n  owl', files: {}, seed: 'x', count: 1, call: undefined }

/** Rolls like the worker of the page, except for what the test has it do instead. */
function openRoller(answers: readonly RollWorker['ask'][] = []) {
  const clock = manualClock()
  const waiting = [...answers]
  const ended: number[] = []
  let opened = 0
  const open = (): RollWorker => {
    const number = ++opened
    return {
      ask: (asked) => (waiting.shift() ?? ((usual) => roll(usual, () => performance.now())))(asked),
      end: () => void ended.push(number),
    }
  }
  return { roller: new Roller({ clock, open }), clock, ended, opened: () => opened }
}

const never = (): Promise<never> => new Promise(() => undefined)

test('one worker rolls one order after the other', async () => {
  const { roller, opened, ended } = openRoller()
  const both = await Promise.all([roller.ask(order), roller.ask({ ...order, source: 'output\n  wolf' })])
  expect(both).toMatchObject([{ texts: ['owl'] }, { texts: ['wolf'] }])
  expect([opened(), ended]).toEqual([1, []])
})

test('one that does not answer is ended, and the next order has a worker of its own', async () => {
  const { roller, clock, opened, ended } = openRoller([never])
  const [first, second] = [roller.ask(order), roller.ask(order)]
  await clock.waiting(1)
  await clock.advance(patienceMs)
  expect(await first).toBe('silent')
  expect(await second).toMatchObject({ texts: ['owl'] })
  expect([opened(), ended]).toEqual([2, [1]])
})

test('one that breaks is told as broken, and the next order has a worker of its own', async () => {
  const { roller, opened, ended } = openRoller([() => Promise.reject(new Error('as the test wants it'))])
  expect(await roller.ask(order)).toBe('broken')
  expect(await roller.ask(order)).toMatchObject({ texts: ['owl'] })
  expect([opened(), ended]).toEqual([2, [1]])
})
