import { describe, expect, test } from 'vitest'
import { problem } from '#protocol/problem.ts'
import { fail, ok } from '#shared/outcome.ts'
import { manualClock } from '../../../test/support/clock.ts'
import { testMeans } from '../test-means.ts'
import { comeBack, delayMs, untilAnswered, waitUnlessWoken } from './until-answered.ts'

const nothing = testMeans(() => Promise.reject(new Error('no network in this test')))
const forEver = 3_600_000
const never = new AbortController().signal
const ignore = (): void => undefined

describe('when to come back', () => {
  test('first soon, and never later than a few seconds', () => {
    const latest = { chance: () => 1 }
    expect(delayMs(1, null, latest)).toBe(comeBack.baseMs)
    expect(delayMs(100, null, latest)).toBe(comeBack.capMs)
  })

  test("the server's wish goes before our own reckoning", () => {
    expect(delayMs(9, problem('server-draining', { retryAfterMs: 7 }), nothing)).toBe(7)
  })
})

describe('waiting', () => {
  test('it ends when its time is over', async () => {
    expect(await waitUnlessWoken(nothing, 1, never)).toBe(true)
  })

  test('it ends at once when something makes trying worth it', async () => {
    const waiting = waitUnlessWoken(nothing, forEver, never)
    nothing.wake()
    expect(await waiting).toBe(true)
  })

  test('without a network neither time nor a wake-up ends it, only the network', async () => {
    const clock = manualClock()
    let hasNetwork = false
    const cut = { ...testMeans(() => Promise.reject(new Error('no network'))), clock, canReach: () => hasNetwork }
    let isOver = false
    const waiting = waitUnlessWoken(cut, 250, never).then(() => (isOver = true))
    await clock.advance(forEver)
    cut.wake()
    await clock.advance(0)
    expect(isOver).toBe(false)
    hasNetwork = true
    cut.wake()
    expect(await waiting).toBe(true)
  })

  test('it ends at once when nobody waits any more', async () => {
    const left = new AbortController()
    const waiting = waitUnlessWoken(nothing, forEver, left.signal)
    left.abort()
    expect(await waiting).toBe(false)
    expect(await waitUnlessWoken(nothing, forEver, left.signal)).toBe(false)
  })
})

describe('asking until there is an answer', () => {
  test('outages are asked through and told of, and it is told when they are over', async () => {
    const answers = [fail(problem('origin-refused', { retryAfterMs: 1 })), fail(problem('offline')), ok('here')]
    const told: (string | undefined)[] = []
    const outcome = await untilAnswered(nothing, () => Promise.resolve(answers.shift() ?? ok('too often')), {
      signal: never,
      onTrouble: (trouble) => told.push(trouble?.fault),
    })
    expect(outcome).toEqual(ok('here'))
    expect(told).toEqual(['origin-refused', 'offline', undefined])
  })

  test('a refusal is an answer', async () => {
    const refusal = fail(problem('unknown-chat'))
    expect(await untilAnswered(nothing, () => Promise.resolve(refusal), { signal: never, onTrouble: ignore })).toBe(
      refusal,
    )
  })

  test.for([408, 425, 429])('%d asks for another try, and gets it', async (status) => {
    const answers = [fail({ ...problem('internal-error', { retryAfterMs: 1 }), status }), ok('here')]
    const ask = () => Promise.resolve(answers.shift() ?? ok('too often'))
    expect(await untilAnswered(nothing, ask, { signal: never, onTrouble: ignore })).toEqual(ok('here'))
  })

  test('it gives up when it is not wanted any more', async () => {
    const left = new AbortController()
    const asking = untilAnswered(
      nothing,
      () => {
        left.abort()
        return Promise.resolve(ok('too late'))
      },
      { signal: left.signal, onTrouble: ignore },
    )
    expect(await asking).toBeNull()
  })
})
