import { describe, expect, test } from 'vitest'
import { seededChance } from '#shared/ids.ts'
import { gammaDraw, poissonDraw } from '../../../test/support/draws.ts'
import { hourMs, usualAt, type Hour } from './usual.ts'

const now = Date.UTC(2026, 10, 29, 12)

/** The last `days` days, each hour with what `peopleIn` says of it. */
function watched(days: number, peopleIn: (hourOfDay: number) => number): readonly Hour[] {
  return Array.from({ length: days * 24 }, (_, i) => {
    const at = now - (i + 1) * hourMs
    return { at, people: peopleIn(new Date(at).getUTCHours()), isCalm: true }
  })
}

describe('how many people usually report', () => {
  test('is none where nobody has been watched yet, as bursty as elsewhere', () => {
    const { meanWithin, dispersion } = usualAt([], now)
    expect(meanWithin(60)).toBe(0)
    expect(dispersion).toBe(2)
  })

  test('depends on the time of day', () => {
    const hours = watched(28, (hour) => (hour >= 8 && hour < 20 ? 8 : 2))
    expect(usualAt(hours, now).meanWithin(60)).toBeGreaterThan(7)
    expect(usualAt(hours, now + 12 * hourMs).meanWithin(60)).toBeLessThan(4)
    expect(usualAt(hours, now).meanWithin(15)).toBeCloseTo(usualAt(hours, now).meanWithin(60) / 4)
  })

  test('is that of both hours in which a window lies', () => {
    const hours = watched(28, (hour) => (hour >= 8 && hour < 20 ? 8 : 2))
    const [day, night] = [8 * hourMs, 20 * hourMs].map((ms) => usualAt(hours, now - 12 * hourMs + ms + hourMs))
    const halfOver = usualAt(hours, now + 8.5 * hourMs).meanWithin(60)
    expect(halfOver).toBeCloseTo(((day?.meanWithin(60) ?? 0) + (night?.meanWithin(60) ?? 0)) / 2, 1)
  })

  test('is not learnt from hours in which something was wrong, nor from what is long ago', () => {
    const calm = watched(28, () => 1)
    const wrong = watched(3, () => 400).map((hour) => ({ ...hour, isCalm: false }))
    const old = watched(3, () => 400).map((hour) => ({ ...hour, at: hour.at - 60 * 24 * hourMs }))
    expect(usualAt([...calm, ...wrong, ...old], now).meanWithin(60)).toBeCloseTo(1)
  })

  test.for([0, 1, 2, 4])('with a variance of mean + %d · mean² is seen to be that bursty', (dispersion) => {
    const chance = seededChance(7 + dispersion)
    const burst = (): number => (dispersion === 0 ? 1 : dispersion * gammaDraw(chance, 1 / dispersion))
    const hours = watched(28, () => poissonDraw(chance, 6 * burst()))
    const seen = usualAt(hours, now).dispersion
    expect(seen).toBeGreaterThan(Math.max(0.5, dispersion * 0.6) - 0.01)
    expect(seen).toBeLessThan(Math.max(0.6, dispersion * 1.5))
  })

  test('with too little history is taken to be as bursty as elsewhere', () => {
    expect(
      usualAt(
        watched(13, () => 6),
        now,
      ).dispersion,
    ).toBe(2)
    expect(
      usualAt(
        watched(28, (hour) => (hour === 3 ? 1 : 0)),
        now,
      ).dispersion,
    ).toBe(2)
  })
})
