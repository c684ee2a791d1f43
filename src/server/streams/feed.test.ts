import { createParser } from 'eventsource-parser'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatOffset } from '#protocol/stream.ts'
import { manualClock } from '../../../test/support/clock.ts'
import { openDatabase } from '../database/open.ts'
import type { TokenLog } from '../tokenlog/port.ts'
import { sqliteTokenLog } from '../tokenlog/sqlite/token-log.ts'
import { openFeed, type Sink } from './feed.ts'

const spec = { contentType: 'application/json', closed: false, ttlSeconds: null, expiresAt: null, reserved: false }
const request = { contentType: undefined, sequence: undefined, producer: undefined }

function messagesIn(data: string): unknown[] {
  const list: unknown = JSON.parse(data)
  return Array.isArray(list) ? list : []
}

/** A connection that is full whenever the test says so. */
function connection() {
  const messages: unknown[] = []
  const comments: string[] = []
  let drained = (): void => undefined
  let closed = (): void => undefined
  const state = { isFull: false, isEnded: false, lastControl: '', messages, comments }
  const parser = createParser({
    onEvent({ event, data }) {
      if (event === 'data') messages.push(...messagesIn(data))
      else state.lastControl = data
    },
    onComment: (comment) => void comments.push(comment),
  })
  const sink: Sink = {
    write(text) {
      if (state.isEnded) throw new Error('written after the end')
      parser.feed(text)
      return !state.isFull
    },
    onDrain: (run) => void (drained = run),
    onClose: (run) => void (closed = run),
    end: () => void (state.isEnded = true),
  }
  return { state, sink, drain: () => drained(), close: () => closed() }
}

async function opened() {
  const clock = manualClock()
  const database = await openDatabase({ file: ':memory:', synchronous: 'normal', commitDelayMs: 0 }, clock)
  if (!database.ok) throw new Error(database.error)
  const log = sqliteTokenLog(database.value, clock)
  const follow = (id: string, from: number, sink: Sink, over: TokenLog = log) =>
    openFeed(
      {
        log: over,
        id,
        contentType: spec.contentType,
        from,
        clock,
        heartbeatMs: 15_000,
        cursor: () => '1',
        failed: (error) => void expect.fail(String(error)),
      },
      sink,
    )
  return { clock, log, follow, close: () => database.value.close() }
}

test('whatever the order of appends, stalls and late readers, each reads the log from its offset, once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(fc.record({ append: fc.integer({ min: 1, max: 5 }) }), fc.constantFrom('full', 'drain', 'reader')),
      ),
      async (steps) => {
        const { clock, log, follow, close } = await opened()
        await log.create('a', spec, ['0'])
        const readers = [{ from: 0, ...connection() }]
        for (const { from, sink } of readers) follow('a', from, sink)
        let written = 1
        for (const step of steps) {
          if (step === 'full') for (const { state } of readers) state.isFull = true
          else if (step === 'drain') drainAll()
          else if (step === 'reader') {
            const reader = { from: written - 1, ...connection() }
            readers.push(reader)
            follow('a', reader.from, reader.sink)
          } else {
            const entries = Array.from({ length: step.append }, () => String(written++))
            void log.append('a', { ...request, entries, close: false })
          }
          await clock.advance(0)
        }
        void log.append('a', { ...request, entries: [], close: true })
        await clock.advance(0)
        drainAll()
        await clock.advance(0)
        for (const { from, state } of readers) {
          expect(state.messages).toEqual(Array.from({ length: written - from }, (_, n) => from + n))
          expect(JSON.parse(state.lastControl)).toMatchObject({ streamClosed: true })
          expect(state.isEnded).toBe(true)
        }
        close()

        function drainAll(): void {
          for (const reader of readers) {
            reader.state.isFull = false
            reader.drain()
          }
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('a reader hears at once where it stands, also when there is nothing to read yet', async () => {
  const { clock, log, follow, close } = await opened()
  await log.create('a', spec, [])
  const { state, sink } = connection()
  follow('a', 0, sink)
  await clock.advance(0)
  expect(JSON.parse(state.lastControl)).toMatchObject({ streamNextOffset: formatOffset(0), upToDate: true })
  close()
})

test('silence is told as silence, and words need no telling', async () => {
  const { clock, log, follow, close } = await opened()
  await log.create('a', spec, [])
  const { state, sink } = connection()
  follow('a', 0, sink)
  await clock.advance(0)
  expect(state.comments).toHaveLength(0)
  await clock.advance(15_000)
  expect(state.comments).toHaveLength(1)
  await clock.advance(7_000)
  await Promise.all([log.append('a', { ...request, entries: ['1'], close: false }), clock.advance(0)])
  await clock.advance(15_000)
  expect(state.comments.length).toBeGreaterThan(1)
  close()
})

test('a doorbell that was missed costs at most one heartbeat', async () => {
  const { clock, log, follow, close } = await opened()
  await log.create('a', spec, [])
  const { state, sink } = connection()
  follow('a', 0, sink, { ...log, watch: () => () => undefined })
  await clock.advance(0)
  await Promise.all([log.append('a', { ...request, entries: ['1'], close: false }), clock.advance(0)])
  expect(state.messages).toEqual([])
  await clock.advance(15_000)
  expect(state.messages).toEqual([1])
  close()
})

test('a reader that has gone is written to no more', async () => {
  const { clock, log, follow, close: closeDatabase } = await opened()
  await log.create('a', spec, [])
  const { state, sink, close } = connection()
  follow('a', 0, sink)
  await clock.advance(0)
  close()
  await Promise.all([log.append('a', { ...request, entries: ['1'], close: true }), clock.advance(30_000)])
  expect(state.messages).toEqual([])
  expect(state.isEnded).toBe(false)
  closeDatabase()
})
