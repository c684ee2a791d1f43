import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { ReplyEvent } from '#protocol/events.ts'
import { problem, problemType, type Problem } from '#protocol/problem.ts'
import { formatOffset } from '#protocol/stream.ts'
import { manualClock } from '../../../test/support/clock.ts'
import { testMeans, type TestMeans } from '../test-means.ts'
import { LogReader } from './log-reader.ts'
import { logStart } from './ownership.ts'
import type { ReaderState } from './states.ts'

const words = Array.from({ length: 60 }, (_, index): ReplyEvent => ({ t: 'token', text: `w${index} ` }))
const log: readonly ReplyEvent[] = [
  ...words,
  { t: 'done', reason: 'done', usage: { promptTokens: null, completionTokens: 60 } },
]

type Answer = (request: IncomingMessage, response: ServerResponse) => void

let server: Server | null = null

afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((resolve) => (server === null ? resolve(undefined) : server.close(resolve)))
  server = null
})

/** A server that answers its first connections as told, and every later one as the last of them. */
async function serve(...answers: readonly Answer[]): Promise<TestMeans> {
  let connections = 0
  const opened = createServer((request, response) =>
    answers[Math.min(connections++, answers.length - 1)]?.(request, response),
  )
  server = opened
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve))
  const address = opened.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return testMeans((path, request) => fetch(`http://127.0.0.1:${port}${path}`, request))
}

function offsetOf(request: IncomingMessage): number {
  const offset = new URL(request.url ?? '', 'http://test').searchParams.get('offset')
  return offset === logStart ? 0 : Number(offset)
}

function frame(from: number, to: number): string {
  const closed = to === log.length ? ',"streamClosed":true' : ',"upToDate":true'
  const data = `event: data\nid: ${formatOffset(to)}\ndata: ${JSON.stringify(log.slice(from, to))}\n\n`
  return `${data}event: control\ndata: {"streamNextOffset":"${formatOffset(to)}"${closed}}\n\n`
}

/** Sends so many bytes of what follows the offset, then breaks the connection. */
const cutAfter =
  (bytes: number): Answer =>
  (request, response) => {
    const from = offsetOf(request)
    const text = [1, 2, 3, 4].map((step) => frame(from + (step - 1) * 2, from + step * 2)).join('')
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(text.slice(0, bytes), () => response.destroy())
  }

const whole: Answer = (request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.end(frame(offsetOf(request), log.length))
}

/** As the server answers a read or a long poll: a few events at a time, with the rest told in headers. */
const poll: Answer = (request, response) => {
  const from = offsetOf(request)
  const to = Math.min(from + 25, log.length)
  const end = to === log.length ? { 'stream-up-to-date': 'true', 'stream-closed': 'true' } : {}
  const headers = { 'content-type': 'application/json', 'stream-next-offset': formatOffset(to), ...end }
  response.writeHead(200, headers).end(JSON.stringify(log.slice(from, to)))
}

function liveOf(request: IncomingMessage): string | null {
  return new URL(request.url ?? '', 'http://test').searchParams.get('live')
}

const refuse =
  (document: Problem): Answer =>
  (_request, response) => {
    response.writeHead(document.status, { 'content-type': problemType })
    response.end(JSON.stringify(document))
  }

interface Seen {
  readonly events: ReplyEvent[]
  readonly batches: number[]
  readonly troubles: (string | null)[]
  readonly states: ReaderState[]
}

function readerOn(means: TestMeans): { reader: LogReader; seen: Seen; leave: () => void } {
  const seen: Seen = { events: [], batches: [], troubles: [], states: [] }
  const life = new AbortController()
  const reader = new LogReader('/v1/stream/x', means, {
    signal: life.signal,
    onEvents: (events) => {
      seen.events.push(...events)
      seen.batches.push(events.length)
    },
    onTrouble: (trouble) => seen.troubles.push(trouble?.fault ?? null),
    onState: (state) => seen.states.push(state),
  })
  return { reader, seen, leave: () => life.abort() }
}

describe('reading a log over real connections', () => {
  test('wherever connections break, also inside a frame, every event comes once and in order', async () => {
    const means = await serve(...[0, 5, 40, 150, 163, 180, 300, 333, 402].map(cutAfter), whole)
    const { reader, seen } = readerOn(means)
    expect(await reader.run()).toBe('ended')
    expect(seen.events).toEqual(log)
  })

  test('a replay that comes in many frames is handed over in one piece', async () => {
    const behind = (text: string): string => text.replaceAll('"upToDate":true', '"upToDate":false')
    const means = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(behind(frame(0, 20)) + behind(frame(20, 40)) + frame(40, log.length))
    })
    const { reader, seen } = readerOn(means)
    await reader.run()
    expect(seen.batches).toEqual([log.length])
  })

  test('it says whose side an outage is on, goes on by itself, and says when it is over', async () => {
    const down = refuse(problem('origin-refused', { retryAfterMs: 1 }))
    const { reader, seen } = readerOn(await serve(cutAfter(200), down, down, whole))
    expect(await reader.run()).toBe('ended')
    expect(seen.troubles).toEqual(['origin-refused', 'origin-refused', null])
    expect(seen.events).toEqual(log)
  })

  test('a clean end without the word that the log is closed is not an end', async () => {
    const means = await serve((request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(frame(offsetOf(request), offsetOf(request) + 2))
    }, whole)
    const { reader, seen } = readerOn(means)
    expect(await reader.run()).toBe('ended')
    expect(seen.events).toEqual(log)
  })

  test('a log that the server does not have is not asked for again', async () => {
    const { reader, seen } = readerOn(await serve(refuse(problem('log-unknown')), whole))
    expect(await reader.run()).toBe('refused')
    expect(seen.troubles).toEqual(['log-unknown'])
  })

  test('a wake-up ends a long wait at once', async () => {
    const means = await serve(refuse(problem('origin-refused', { retryAfterMs: 3_600_000 })), whole)
    const { reader, seen } = readerOn(means)
    const ended = reader.run()
    await expect.poll(() => seen.states.at(-1)).toBe('waiting')
    means.wake()
    expect(await ended).toBe('ended')
  })

  test('it can be left while it waits, and while it reads', async () => {
    const waiting = readerOn(await serve(refuse(problem('origin-refused', { retryAfterMs: 3_600_000 }))))
    const leftWaiting = waiting.reader.run()
    await expect.poll(() => waiting.seen.states.at(-1)).toBe('waiting')
    waiting.leave()
    expect(await leftWaiting).toBe('left')
  })

  test('it can be left in the middle of the words', async () => {
    const means = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(frame(0, 2))
    })
    const { reader, seen, leave } = readerOn(means)
    const left = reader.run()
    await expect.poll(() => seen.events.length).toBe(2)
    leave()
    expect(await left).toBe('left')
  })

  test('a connection that falls silent, without even a heartbeat, is given up for a new one', async () => {
    const means = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(frame(0, 2))
    }, whole)
    const hurried = { ...means.clock, after: (ms: number, run: () => void) => means.clock.after(ms / 100, run) }
    const { reader, seen } = readerOn({ ...means, clock: hurried })
    expect(await reader.run()).toBe('ended')
    expect(seen.events).toEqual(log)
  })

  test.for([
    ['a page of a proxy that looks like success', 200, 'text/html'],
    ['a refusal in words of a proxy', 403, 'text/html'],
    ['an end of its patience', 504, 'text/plain'],
  ] as const)('where an event stream gets %s, the log is asked for by long polls', async ([, status, type]) => {
    const means = await serve((request, response) => {
      if (liveOf(request) === 'sse') response.writeHead(status, { 'content-type': type }).end('<p>Sign in')
      else poll(request, response)
    })
    const { reader, seen } = readerOn(means)
    expect(await reader.run()).toBe('ended')
    expect(seen.events).toEqual(log)
    expect(means.passage.way).toBe('long-poll')
  })

  test('a page of a proxy in place of everything is neither shown nor an end, and it says so', async () => {
    const page: Answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Sign in')
    }
    const means = await serve(page, page, page, whole)
    const { reader, seen } = readerOn(means)
    expect(await reader.run()).toBe('ended')
    expect(seen.events).toEqual(log)
    expect(new Set(seen.troubles)).toEqual(new Set(['intercepted', null]))
  })

  test('without a network nothing is asked, and it is said; with it, it is asked at once', async () => {
    let hasNetwork = false
    let asked = 0
    const means = await serve((request, response) => {
      asked += 1
      whole(request, response)
    })
    const { reader, seen } = readerOn({ ...means, canReach: () => hasNetwork })
    const ended = reader.run()
    await expect.poll(() => seen.states.at(-1)).toBe('waiting')
    means.wake()
    await new Promise((resolve) => setImmediate(resolve))
    expect(asked).toBe(0)
    expect(seen.troubles).toEqual(['offline'])
    hasNetwork = true
    means.wake()
    expect(await ended).toBe('ended')
    expect(seen.troubles).toEqual(['offline', null])
    expect(asked).toBe(1)
  })

  test('something that is not a log is not shown, and is asked for again', async () => {
    const nonsense: Answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('event: data\ndata: <html>\n\n')
    }
    const { reader, seen } = readerOn(await serve(nonsense, whole))
    expect(await reader.run()).toBe('ended')
    expect(seen.events).toEqual(log)
  })
})

describe('coming back to a network', () => {
  /** A network that is gone, with every try counted. */
  function lost() {
    const clock = manualClock()
    const askedAt: number[] = []
    const state = { hasNetwork: true, isReady: false }
    const answer = (): Response => new Response(frame(0, log.length), sse)
    const fetchFrom = (): Promise<Response> => {
      askedAt.push(clock.now())
      return state.isReady ? Promise.resolve(answer()) : Promise.reject(new TypeError('network'))
    }
    // The longest waits there are.
    const means = { ...testMeans(fetchFrom), clock, chance: () => 1, canReach: () => state.hasNetwork }
    return { clock, askedAt, state, means, ...readerOn(means) }
  }
  const sse = { headers: { 'content-type': 'text/event-stream' } }

  test('it asks at once, however long it was away, and three times within a second if the network is not ready', async () => {
    const { clock, askedAt, state, means, reader, seen } = lost()
    const ended = reader.run()
    for (let tries = 1; tries <= 12; tries++) await clock.advance(4_000)
    state.hasNetwork = false
    await clock.advance(3_600_000)
    const before = askedAt.length
    expect(before).toBeGreaterThan(5)
    state.hasNetwork = true
    const backAt = clock.now()
    means.wake()
    await clock.advance(0)
    await clock.advance(1_000)
    expect(askedAt.slice(before, before + 3).map((at) => at - backAt)).toEqual([0, 250, 750])
    state.isReady = true
    await clock.advance(4_000)
    expect(await ended).toBe('ended')
    expect(seen.events).toEqual(log)
  })
})
