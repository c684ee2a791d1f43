import { describe, expect, test } from 'vitest'
import { Pace } from './pace.ts'
import { afterOutage, Ramp } from './ramp.ts'

/** An origin that works on so many at once; the rest of what it was asked waits inside. */
function latencyMs(atOnce: number, workers: number): number {
  return 100 * Math.max(1, atOnce / workers)
}

/** Rounds of full use, each with as many answers as the limit lets through. */
function run(ramp: Ramp, rounds: number, workers: number): number[] {
  const limits: number[] = []
  for (let round = 0; round < rounds; round++) {
    const { limit, round: now } = ramp
    const sample = { like: 'GET /', tookMs: latencyMs(limit, workers), round: now, wasFull: true }
    for (let i = 0; i < limit; i++) ramp.note(sample)
    limits.push(ramp.limit)
  }
  return limits
}

describe('a ramp', () => {
  test('begins with little and doubles until the origin has enough', () => {
    const ramp = new Ramp(afterOutage, new Pace())
    expect(ramp.limit).toBe(4)
    expect(run(ramp, 4, 1000)).toEqual([8, 16, 32, 64])
  })

  test('then gives one more each round and takes a part at each sign of too much', () => {
    const ramp = new Ramp(afterOutage, new Pace())
    run(ramp, 20, 20)
    const limits = run(ramp, 200, 20)
    for (let i = 1; i < limits.length; i++) {
      const step = (limits[i] ?? 0) - (limits[i - 1] ?? 0)
      expect(step <= 1).toBe(true)
    }
    expect(limits.some((limit, i) => limit < (limits[i - 1] ?? 0))).toBe(true)
  })

  test.for([1, 5, 20, 100, 400])('keeps an origin of %i workers busy, and never far beyond', (workers) => {
    const ramp = new Ramp(afterOutage, new Pace())
    run(ramp, 30, workers)
    const limits = run(ramp, 300, workers)
    expect(Math.min(...limits)).toBeGreaterThanOrEqual(Math.min(workers, 2))
    expect(Math.max(...limits)).toBeLessThanOrEqual(workers * 4 + 12)
    const average = limits.reduce((sum, limit) => sum + Math.min(limit, workers), 0) / limits.length
    expect(average).toBeGreaterThan(workers * 0.9)
  })

  test('a limit that nobody met proves nothing', () => {
    const ramp = new Ramp(afterOutage, new Pace())
    const { round } = ramp
    for (let i = 0; i < 100; i++) ramp.note({ like: 'GET /', tookMs: 10, round, wasFull: false })
    expect(ramp.limit).toBe(4)
  })

  test('what was sent before a decrease does not make a second one', () => {
    const ramp = new Ramp({ atOnce: 100, isDoubling: true }, new Pace())
    const { round } = ramp
    for (let i = 0; i < 50; i++) ramp.noteTooMuch(round)
    expect(ramp.limit).toBe(70)
  })

  test('never comes to nothing, and believes an origin that is slow with two at a time', () => {
    const ramp = new Ramp(afterOutage, new Pace())
    run(ramp, 3, 1000)
    for (let i = 0; i < 50; i++) ramp.noteTooMuch(ramp.round)
    expect(ramp.limit).toBe(2)
    const slow = { like: 'GET /', tookMs: 5000, wasFull: true }
    for (let i = 0; i < 200; i++) ramp.note({ ...slow, round: ramp.round })
    expect(ramp.limit).toBeGreaterThan(10)
  })

  test('dear requests among cheap ones are no sign of trouble', () => {
    const ramp = new Ramp(afterOutage, new Pace())
    for (let i = 0; i < 400; i++) {
      const { round } = ramp
      ramp.note({ like: 'GET /cheap', tookMs: 2, round, wasFull: true })
      ramp.note({ like: 'POST /dear', tookMs: 3000, round, wasFull: true })
    }
    expect(ramp.limit).toBeGreaterThan(50)
  })

  test('those who leave count where they had waited longer than they had to', () => {
    const ramp = new Ramp(afterOutage, new Pace())
    run(ramp, 3, 1000)
    const before = ramp.limit
    const left = { like: 'GET /', wasFull: true }
    for (let i = 0; i < before; i++) ramp.noteLeft({ ...left, tookMs: 5, round: ramp.round })
    expect(ramp.limit).toBe(before)
    for (let i = 0; i < before; i++) ramp.noteLeft({ ...left, tookMs: 8000, round: ramp.round })
    expect(ramp.limit).toBeLessThan(before)
  })

  test('knows how many it carries in a second', () => {
    const ramp = new Ramp({ atOnce: 20, isDoubling: false }, new Pace())
    expect(ramp.perSecond).toBeUndefined()
    ramp.note({ like: 'GET /', tookMs: 100, round: ramp.round, wasFull: true })
    expect(ramp.perSecond).toBe(200)
  })
})
