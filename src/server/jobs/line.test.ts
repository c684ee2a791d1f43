import { expect, test } from 'vitest'
import { manualClock } from '../../../test/support/clock.ts'
import { line, type Place } from './line.ts'

const never = new AbortController().signal

function waiter() {
  const told: Place[] = []
  return { told, moved: (place: Place) => void told.push(place) }
}

test('so many are inside at once, and the others come in in the order they came', async () => {
  const clock = manualClock()
  const queue = line(2, clock)
  const leaveA = await queue.enter(never, () => undefined)
  const leaveB = await queue.enter(never, () => undefined)
  const order: string[] = []
  const [c, d] = [waiter(), waiter()]
  void queue.enter(never, c.moved).then(() => order.push('c'))
  void queue.enter(never, d.moved).then(() => order.push('d'))
  await clock.advance(0)
  expect([c.told, d.told].map((told) => told.map(({ place }) => place))).toEqual([[1], [2]])
  leaveA()
  leaveB()
  await clock.advance(0)
  expect(order).toEqual(['c', 'd'])
})

test('the wait that is told grows from how long replies took', async () => {
  const clock = manualClock()
  const queue = line(1, clock)
  const leave = await queue.enter(never, () => undefined)
  await clock.advance(8_000)
  leave()
  await queue.enter(never, () => undefined)
  const [first, second] = [waiter(), waiter()]
  void queue.enter(never, first.moved)
  void queue.enter(never, second.moved)
  expect(first.told).toEqual([{ place: 1, etaMs: 8_000 }])
  expect(second.told).toEqual([{ place: 2, etaMs: 16_000 }])
})

test('a place is told at most every two seconds, and then the newest', async () => {
  const clock = manualClock()
  const queue = line(1, clock)
  const leave = await queue.enter(never, () => undefined)
  const leavers = [new AbortController(), new AbortController()]
  for (const { signal } of leavers) queue.enter(signal, () => undefined).catch(() => undefined)
  const last = waiter()
  void queue.enter(never, last.moved)
  for (const leaver of leavers) leaver.abort(new Error('stopped'))
  expect(last.told.map(({ place }) => place)).toEqual([3])
  await clock.advance(2_000)
  expect(last.told.map(({ place }) => place)).toEqual([3, 1])
  leave()
})

test('who is stopped leaves at once, and takes nobody else along', async () => {
  const clock = manualClock()
  const queue = line(1, clock)
  const leave = await queue.enter(never, () => undefined)
  const stopped = new AbortController()
  const refused = expect(queue.enter(stopped.signal, () => undefined)).rejects.toBe('stop')
  const next = queue.enter(never, () => undefined)
  stopped.abort('stop')
  await refused
  leave()
  leave()
  const leaveNext = await next
  const after = waiter()
  void queue.enter(never, after.moved)
  expect(after.told).toHaveLength(1)
  leaveNext()
})

test('a clock that is set back keeps nobody from hearing how the line moves', async () => {
  const clock = manualClock()
  let aheadMs = 0
  const queue = line(1, { ...clock, now: () => clock.now() + aheadMs })
  const leave = await queue.enter(never, () => undefined)
  const leaver = new AbortController()
  queue.enter(leaver.signal, () => undefined).catch(() => undefined)
  const last = waiter()
  void queue.enter(never, last.moved)
  aheadMs = -86_400_000
  leaver.abort(new Error('stopped'))
  await clock.advance(2_000)
  expect(last.told.map(({ place }) => place)).toEqual([2, 1])
  leave()
})
