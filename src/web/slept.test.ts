import { expect, test } from 'vitest'
import { manualClock } from '../../test/support/clock.ts'
import { onSlept } from './slept.ts'

/** A clock whose ticks stop while the time goes on, as in a machine that sleeps. */
function machine() {
  const clock = manualClock()
  const state = { isSeen: true, sleptMs: 0, wakes: 0 }
  const sleepless = { ...clock, now: () => clock.now() + state.sleptMs }
  const stop = onSlept(
    sleepless,
    () => state.isSeen,
    () => void state.wakes++,
  )
  return { clock, state, stop }
}

test('a machine that has slept is noticed within half a second of its waking, once', async () => {
  const { clock, state } = machine()
  await clock.advance(60_000)
  expect(state.wakes).toBe(0)
  state.sleptMs += 3_600_000
  await clock.advance(500)
  expect(state.wakes).toBe(1)
  await clock.advance(60_000)
  expect(state.wakes).toBe(1)
})

test('a page that is only busy, or that nobody sees, has not slept', async () => {
  const { clock, state } = machine()
  state.sleptMs += 4_000
  await clock.advance(500)
  state.isSeen = false
  await clock.advance(500)
  state.sleptMs += 60_000
  await clock.advance(500)
  state.isSeen = true
  await clock.advance(500)
  expect(state.wakes).toBe(0)
})

test('a clock that is set back is not sleep', async () => {
  const { clock, state } = machine()
  state.sleptMs -= 86_400_000
  await clock.advance(5_000)
  expect(state.wakes).toBe(0)
})

test('nothing is watched any more when nobody wants to know', async () => {
  const { clock, state, stop } = machine()
  stop()
  state.sleptMs += 3_600_000
  await clock.advance(5_000)
  expect(state.wakes).toBe(0)
})
