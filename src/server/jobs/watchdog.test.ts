import { expect, test } from 'vitest'
import { manualClock } from '../../../test/support/clock.ts'
import { watchdog } from './watchdog.ts'

test('it barks when the first sign of life does not come in time', async () => {
  const clock = manualClock()
  const barks: number[] = []
  watchdog(clock, { firstMs: 60_000, laterMs: 10_000 }, (silentMs) => void barks.push(silentMs))
  await clock.advance(59_999)
  expect(barks).toEqual([])
  await clock.advance(1)
  expect(barks).toEqual([60_000])
})

test('later silence has a limit of its own, counted from the last sign', async () => {
  const clock = manualClock()
  const barks: number[] = []
  const dog = watchdog(clock, { firstMs: 60_000, laterMs: 10_000 }, (silentMs) => void barks.push(silentMs))
  for (let n = 0; n < 20; n++) {
    await clock.advance(9_000)
    dog.sawLife()
  }
  await clock.advance(9_999)
  expect(barks).toEqual([])
  await clock.advance(1)
  expect(barks).toEqual([10_000])
  await clock.advance(100_000)
  expect(barks).toHaveLength(1)
})

test('it is quiet once stopped', async () => {
  const clock = manualClock()
  const barks: number[] = []
  const dog = watchdog(clock, { firstMs: 10, laterMs: 10 }, () => void barks.push(1))
  dog.stop()
  await clock.advance(1_000)
  expect(barks).toEqual([])
})

test.for([86_400_000, -86_400_000])('a clock that is set by %i ms is no silence, and hides none', async (jumpMs) => {
  const clock = manualClock()
  let aheadMs = 0
  const barks: number[] = []
  const set = { ...clock, now: () => clock.now() + aheadMs }
  const dog = watchdog(set, { firstMs: 10_000, laterMs: 10_000 }, (silentMs) => void barks.push(silentMs))
  await clock.advance(9_000)
  dog.sawLife()
  aheadMs = jumpMs
  await clock.advance(1_000)
  expect(barks).toEqual([])
  await clock.advance(20_000)
  expect(barks).toEqual([10_000])
})

test('what is silent while we do not listen is not silent', async () => {
  const clock = manualClock()
  const barks: number[] = []
  const dog = watchdog(clock, { firstMs: 10_000, laterMs: 10_000 }, (silentMs) => void barks.push(silentMs))
  dog.sawLife()
  dog.rest()
  await clock.advance(60_000)
  expect(barks).toEqual([])
  dog.sawLife()
  await clock.advance(10_000)
  expect(barks).toEqual([10_000])
})
