import { describe, expect, test } from 'vitest'
import { afterDeath, noDeaths, type RestartRecord } from './restarts.ts'

/** The delays before each of many restarts, when every life is as long as the last. */
function delays(lives: number, readyForMs: number | null, chance: number): readonly number[] {
  let record: RestartRecord = noDeaths
  return Array.from({ length: lives }, () => {
    const next = afterDeath(record, readyForMs, () => chance)
    record = next.record
    return next.delayMs
  })
}

describe('a process that dies', () => {
  test('is back at once when it was well, however often somebody kills it', () => {
    expect(delays(1000, 1000, 1)).toEqual(Array.from({ length: 1000 }, () => 0))
    expect(delays(10, 0, 1)).toEqual(Array.from({ length: 10 }, () => 0))
  })

  test('waits ever longer, up to a bound, when it never comes up', () => {
    const waited = delays(12, null, 0.999)
    expect(waited[0]).toBe(0)
    expect(waited.slice(1, 8)).toEqual(waited.slice(1, 8).toSorted((a, b) => a - b))
    expect(waited.at(-1)).toBe(15_235)
  })

  test('waits too when it comes up each time and dies at once', () => {
    const waited = delays(30, 5, 0.999)
    expect(waited.slice(0, 10).every((ms) => ms === 0)).toBe(true)
    expect(waited.at(-1)).toBeGreaterThan(10_000)
  })

  test('waits a time that chance has a part in, so that many machines do not restart in step', () => {
    expect(delays(8, null, 0).at(-1)).toBe(250)
    expect(delays(8, null, 0.5).at(-1)).not.toBe(delays(8, null, 0.9).at(-1))
  })

  test('is forgiven when it has stayed up', () => {
    const tired = { credits: 0, inARow: 9 }
    const { record, delayMs } = afterDeath(tired, 10_000, () => 0.5)
    expect(delayMs).toBe(0)
    expect(record.inARow).toBe(1)
  })
})
