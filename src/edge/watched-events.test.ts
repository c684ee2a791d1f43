import { describe, expect, test } from 'vitest'
import { manualClock } from '../../test/support/clock.ts'
import { StallError, watchedEvents } from './watched-events.ts'

const clocks = { heartbeatMs: 100, stallMs: 250 }

function stream() {
  const clock = manualClock()
  const cuts: unknown[] = []
  const pipe = new TransformStream<Uint8Array, Uint8Array>()
  const writer = pipe.writable.getWriter()
  const onCut = (error: unknown): string => {
    cuts.push(error)
    return 'event: fault\n\n'
  }
  const reader = watchedEvents(pipe.readable, { clock, clocks, onCut }).getReader()
  return {
    clock,
    cuts,
    say: (text: string) => writer.write(new TextEncoder().encode(text)),
    end: () => writer.close(),
    tear: () => writer.abort(new Error('torn')),
    broken: async () => {
      const heard = reader.read()
      await clock.waiting(1)
      const [broken] = await Promise.allSettled([heard, clock.advance(1)])
      return broken.status === 'rejected' ? String(broken.reason) : 'not at all'
    },
    hear: async () => new TextDecoder().decode((await reader.read()).value),
    reader,
  }
}

describe('an event stream on its way', () => {
  test('passes each part on as it comes, and ends as it ends', async () => {
    const { say, end, hear, reader, cuts } = stream()
    void say('data: a\n\n')
    expect(await hear()).toBe('data: a\n\n')
    void say('data: b')
    expect(await hear()).toBe('data: b')
    void end()
    expect(await reader.read()).toEqual({ done: true, value: undefined })
    expect(cuts).toEqual([])
  })

  test('is kept alive while it is silent between two events', async () => {
    const { clock, say, hear } = stream()
    const heard = hear()
    await clock.waiting(1)
    await clock.advance(100)
    expect(await heard).toBe(':\n\n')
    void say('data: a\n\n')
    expect(await hear()).toBe('data: a\n\n')
  })

  test('gets nothing of ours inside an event', async () => {
    const { clock, say, hear } = stream()
    void say('data: half\n')
    await hear()
    const next = hear()
    await clock.waiting(1)
    await clock.advance(200)
    void say('\n')
    expect(await next).toBe('\n')
  })

  test('that breaks off between two events says why, and then breaks off', async () => {
    const { say, tear, hear, broken, cuts } = stream()
    void say('data: a\n\n')
    await hear()
    void tear()
    expect(await hear()).toBe('event: fault\n\n')
    expect(await broken()).toContain('torn')
    expect(cuts).toHaveLength(1)
  })

  test('that breaks off inside an event only breaks off', async () => {
    const { say, tear, hear, reader, cuts } = stream()
    void say('data: half')
    await hear()
    void tear()
    await expect(reader.read()).rejects.toThrow('torn')
    expect(cuts).toHaveLength(1)
  })

  test('that stays silent is broken off', async () => {
    const { clock, hear, broken, cuts } = stream()
    for (const _ of [1, 2]) {
      const beat = hear()
      await clock.waiting(1)
      await clock.advance(100)
      expect(await beat).toBe(':\n\n')
    }
    const last = hear()
    await clock.waiting(1)
    await clock.advance(50)
    expect(await last).toBe('event: fault\n\n')
    expect(await broken()).toContain('nothing more came within 250 ms')
    expect(cuts).toEqual([expect.any(StallError)])
  })

  test('that its reader leaves is left by the edge, too', async () => {
    const { reader, say } = stream()
    await reader.cancel('enough')
    await expect(say('data: a\n\n')).rejects.toBe('enough')
  })
})
