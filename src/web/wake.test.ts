import { expect, test } from 'vitest'
import { manualClock } from '../../test/support/clock.ts'
import { onNetwork, wakeCalls, type NetworkConnection } from './wake.ts'

function surroundings() {
  const connection: NetworkConnection & { type: string } = Object.assign(new EventTarget(), { type: 'wifi' })
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  return { clock: manualClock(), window: new EventTarget(), document, connection }
}

function counted(begin: (run: () => void) => () => void) {
  const state = { wakes: 0 }
  const stop = begin(() => void state.wakes++)
  return { state, stop }
}

test('whatever says that the world has changed wakes everybody, until they want to sleep', () => {
  const around = surroundings()
  const onWake = wakeCalls(around)
  const [one, other] = [counted(onWake), counted(onWake)]
  around.window.dispatchEvent(new Event('online'))
  around.window.dispatchEvent(new Event('pageshow'))
  around.document.dispatchEvent(new Event('visibilitychange'))
  expect([one.state.wakes, other.state.wakes]).toEqual([3, 3])
  one.stop()
  around.window.dispatchEvent(new Event('online'))
  expect([one.state.wakes, other.state.wakes]).toEqual([3, 4])
  other.stop()
  around.window.dispatchEvent(new Event('online'))
  expect(other.state.wakes).toBe(4)
})

test('a page that is hidden wakes nobody', () => {
  const around = surroundings()
  const { state } = counted(wakeCalls(around))
  around.document.visibilityState = 'hidden'
  around.document.dispatchEvent(new Event('visibilitychange'))
  expect(state.wakes).toBe(0)
})

test('from Wi-Fi to mobile is another network; a new guess at its speed is not', () => {
  const around = surroundings()
  const [woken, moved] = [counted(wakeCalls(around)), counted((run) => onNetwork(around, run))]
  around.connection.dispatchEvent(new Event('change'))
  expect([woken.state.wakes, moved.state.wakes]).toEqual([0, 0])
  around.connection.type = 'cellular'
  around.connection.dispatchEvent(new Event('change'))
  around.connection.dispatchEvent(new Event('change'))
  expect([woken.state.wakes, moved.state.wakes]).toEqual([1, 1])
})

test('a browser that tells nothing of its connection is watched all the same', () => {
  const around = { ...surroundings(), connection: null }
  const { state } = counted(wakeCalls(around))
  around.window.dispatchEvent(new Event('online'))
  expect(state.wakes).toBe(1)
})

test('sleep wakes, and is not watched for while nobody listens', async () => {
  const around = surroundings()
  let sleptMs = 0
  const onWake = wakeCalls({ ...around, clock: { ...around.clock, now: () => around.clock.now() + sleptMs } })
  const { state, stop } = counted(onWake)
  sleptMs += 3_600_000
  await around.clock.advance(500)
  expect(state.wakes).toBe(1)
  stop()
  sleptMs += 3_600_000
  await around.clock.advance(500)
  expect(state.wakes).toBe(1)
})
