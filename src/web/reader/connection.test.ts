import { expect, test } from 'vitest'
import { heartbeatMs } from '#protocol/stream.ts'
import { manualClock } from '../../../test/support/clock.ts'
import { testMeans } from '../test-means.ts'
import { Connection } from './connection.ts'
import { silence } from './event-stream.ts'

/** An open connection to somebody who speaks when the test says so. */
async function opened() {
  const clock = manualClock()
  let speaker: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | null = null
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({ start: (controller) => void (speaker = controller) })
  let skewMs = 0
  const means = {
    ...testMeans(() => Promise.resolve(new Response(body))),
    clock: { ...clock, now: () => clock.now() + skewMs },
  }
  const connection = new Connection(means)
  const asked = await connection.ask('/', silence)
  if (!asked.ok) throw new Error(asked.error)
  const pieces = connection.pieces(asked.value, silence, silence)
  void (async () => {
    for await (const piece of pieces) void piece
  })()
  await clock.advance(0)
  return {
    clock,
    connection,
    skew: (ms: number) => void (skewMs += ms),
    speak: async (): Promise<void> => {
      speaker?.enqueue(new Uint8Array([58, 10]))
      await clock.advance(0)
    },
  }
}

test('one that says nothing for two intervals is given up; one that says something is not', async () => {
  const { clock, connection, speak } = await opened()
  await clock.advance(2 * heartbeatMs - 1)
  await speak()
  await clock.advance(2 * heartbeatMs - 1)
  expect(connection.endedBy).toBeNull()
  await clock.advance(1)
  expect(connection.endedBy).toBe('silent')
})

test('in doubt, one that has been silent for a while is given up at once', async () => {
  const { clock, connection } = await opened()
  await clock.advance(2_001)
  connection.doubt()
  expect(connection.endedBy).toBe('woke')
})

test('in doubt, one that has just spoken stays if it speaks again', async () => {
  const { clock, connection, speak } = await opened()
  connection.doubt()
  await clock.advance(200)
  await speak()
  await clock.advance(5_000)
  expect(connection.endedBy).toBeNull()
})

test('in doubt, one that had just spoken, into a network that is gone now, is given up within half a second', async () => {
  const { clock, connection, speak } = await opened()
  await speak()
  connection.doubt()
  await clock.advance(20)
  await speak() // was in the machine already
  await clock.advance(479)
  expect(connection.endedBy).toBe('woke')
})

test('a clock that was set back does not make an old word a fresh one', async () => {
  const { clock, connection, skew } = await opened()
  await clock.advance(10_000)
  skew(-86_400_000)
  connection.doubt()
  expect(connection.endedBy).toBe('woke')
})
