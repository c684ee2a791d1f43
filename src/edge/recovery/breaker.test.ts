import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Breaker } from './breaker.ts'

const middling = (): number => 0.5

function opened(now = 0): Breaker {
  const breaker = new Breaker(middling)
  for (let i = 0; i < 3; i++) breaker.failed('origin-refused', now)
  return breaker
}

describe('a breaker', () => {
  test('opens when three requests in a row have failed, and knows how', () => {
    const breaker = new Breaker(middling)
    expect(breaker.failed('origin-refused', 0)).toBe(false)
    expect(breaker.failed('origin-refused', 1)).toBe(false)
    expect(breaker.failed('origin-reset', 2)).toBe(true)
    expect(breaker.opened).toEqual({ fault: 'origin-reset', since: 2, failures: 3 })
  })

  test('stays closed while most are answered', () => {
    const breaker = new Breaker(middling)
    for (let i = 0; i < 300; i++) {
      if (i % 3 === 0) breaker.failed('origin-reset', i)
      else breaker.answered(i)
    }
    expect(breaker.opened).toBeUndefined()
  })

  test('opens when half of many have failed, whatever the order', () => {
    const breaker = new Breaker(middling)
    for (let i = 0; i < 40; i++) {
      if (i % 2 === 0) breaker.answered(i)
      else breaker.failed('origin-reset', i)
    }
    expect(breaker.opened?.fault).toBe('origin-reset')
  })

  test.for(['origin-headers-too-large', 'edge-refused-here', 'server-draining'] as const)(
    'takes no notice of %s, which is not about the origin',
    (fault) => {
      const breaker = new Breaker(middling)
      for (let i = 0; i < 100; i++) breaker.failed(fault, i)
      expect(breaker.opened).toBeUndefined()
    },
  )

  test('names the fault of the latest try', () => {
    const breaker = opened()
    breaker.failed('origin-slow', 500)
    expect(breaker.opened).toMatchObject({ fault: 'origin-slow', since: 0, failures: 4 })
  })

  test('closes with the first answer', () => {
    const breaker = opened()
    expect(breaker.answered(1000)).toBe(true)
    expect(breaker.opened).toBeUndefined()
    expect(breaker.answered(1001)).toBe(false)
    expect(breaker.failed('origin-refused', 1002)).toBe(false)
  })

  test('lets one try at a time, however many ask, and one every half second at most', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 50, maxLength: 400 })
    fc.assert(
      fc.property(gaps, (steps) => {
        const breaker = opened()
        let now = 0
        let tried = 0
        for (const step of steps) {
          now += step
          if (!breaker.takeProbe(now)) continue
          tried += 1
          expect(breaker.takeProbe(now)).toBe(false)
          breaker.failed('origin-refused', now)
        }
        expect(tried).toBeLessThanOrEqual(now / 250 + 1)
      }),
    )
  })

  test('does not wait for ever for a try that hears nothing', () => {
    const breaker = opened()
    expect(breaker.takeProbe(1000)).toBe(true)
    expect(breaker.takeProbe(2999)).toBe(false)
    expect(breaker.takeProbe(3000)).toBe(true)
  })

  test('tries again when the clock was set back', () => {
    const breaker = opened(10_000_000)
    expect(breaker.takeProbe(5000)).toBe(true)
  })
})
