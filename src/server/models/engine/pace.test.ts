import { expect, test } from 'vitest'
import type { Clock } from '#shared/clock.ts'
import type { Piece } from '../port.ts'
import { pace } from './pace.ts'

/** A clock on which every sleep takes just as long as was asked, and nothing else takes any time. */
class SleepingClock implements Clock {
  #now = 0
  readonly now = (): number => this.#now
  readonly sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted()
    this.#now += ms
  }
  readonly after = (): (() => void) => () => undefined
  readonly every = (): (() => void) => () => undefined
  readonly soon = (run: () => void): void => queueMicrotask(run)

  pass(ms: number): void {
    this.#now += ms
  }
}

const token: Piece = { kind: 'token', text: 'a' }
const began: Piece = { kind: 'began', way: null }

test('tokens come no faster than they may, and everything else at once', async () => {
  const clock = new SleepingClock()
  const times: number[] = []
  for await (const piece of pace(given([began, token, token, token]), { ...options(clock), tokensPerSecond: 20 })) {
    expect(piece).toBeDefined()
    times.push(clock.now())
  }
  expect(times).toEqual([0, 50, 100, 150])
})

test('after a pause the missed tokens are not thrown after it all at once', async () => {
  const clock = new SleepingClock()
  const times: number[] = []
  for await (const piece of pace(given([token, token, token]), { ...options(clock), tokensPerSecond: 20 })) {
    expect(piece).toBe(token)
    times.push(clock.now())
    if (times.length === 1) clock.pass(10_000)
  }
  expect(times).toEqual([50, 10_050, 10_050])
})

test('with no pace set nothing waits', async () => {
  const clock = new SleepingClock()
  const pieces = []
  for await (const piece of pace(given([token, token]), { ...options(clock), tokensPerSecond: 0 })) pieces.push(piece)
  expect(pieces).toEqual([token, token])
  expect(clock.now()).toBe(0)
})

test('an abort ends the wait, and the stream', async () => {
  const stop = new AbortController()
  const pieces = []
  const paced = pace(given([token, token, token]), { ...options(new SleepingClock(), stop.signal), tokensPerSecond: 1 })
  for await (const piece of paced) {
    pieces.push(piece)
    stop.abort()
  }
  expect(pieces).toEqual([token])
})

function options(clock: Clock, signal = new AbortController().signal): { clock: Clock; signal: AbortSignal } {
  return { clock, signal }
}

async function* given(pieces: readonly Piece[]): AsyncGenerator<Piece> {
  yield* pieces
}
