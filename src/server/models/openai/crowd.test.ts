import { expect, test } from 'vitest'
import { manualClock } from '../../../../test/support/clock.ts'
import { openCrowd } from './crowd.ts'

function crowdOf(answers: number, mostMs = 100) {
  const clock = manualClock()
  const crowd = openCrowd(mostMs, clock)
  const leaves = Array.from({ length: answers }, crowd.join)
  return { clock, crowd, leaves }
}

test('nothing is gathered while there is room for every token by itself', () => {
  const { crowd } = crowdOf(32)
  expect(crowd.gather(() => undefined)).toBeUndefined()
})

test('the more answers there are, the longer their words are gathered, up to the limit', async () => {
  for (const [answers, leastMs] of [
    [33, 17],
    [100, 50],
    [5_000, 100],
  ] as const) {
    const { clock, crowd } = crowdOf(answers)
    const from = clock.now()
    const readAt: number[] = []
    crowd.gather(() => readAt.push(clock.now() - from))
    await clock.advance(leastMs - 1)
    expect(readAt).toEqual([])
    await clock.advance(21)
    expect(readAt).toHaveLength(1)
  }
})

test('answers that are due at nearly the same time are read together', async () => {
  const { clock, crowd } = crowdOf(100)
  const readAt: number[] = []
  crowd.gather(() => readAt.push(clock.now()))
  await clock.advance(3)
  crowd.gather(() => readAt.push(clock.now()))
  await clock.advance(200)
  expect(new Set(readAt).size).toBe(1)
  expect(readAt).toHaveLength(2)
})

test('an answer that is closed is not read any more', async () => {
  const { clock, crowd } = crowdOf(100)
  let reads = 0
  crowd.gather(() => reads++)?.()
  await clock.advance(200)
  expect(reads).toBe(0)
})

test('when the crowd has gone, every token is read by itself again', () => {
  const { crowd, leaves } = crowdOf(100)
  for (const leave of leaves) leave()
  expect(crowd.gather(() => undefined)).toBeUndefined()
})

test('a limit of 0 gathers nothing', () => {
  expect(crowdOf(1_000, 0).crowd.gather(() => undefined)).toBeUndefined()
})
