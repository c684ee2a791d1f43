import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { textOf, type ReplyEvent } from '../../src/protocol/events.ts'
import { streamHeaders, streamRoot } from '../../src/protocol/stream.ts'
import { seededChance } from '../../src/shared/ids.ts'
import { LogReader } from '../../src/web/reader/log-reader.ts'
import type { ReaderState } from '../../src/web/reader/states.ts'
import { testMeans, type TestMeans } from '../../src/web/test-means.ts'
import { openAwkwardProxy, type Awkwardness, type AwkwardProxy } from '../fixtures/awkward-proxy.ts'
import { runningServer, type RunningServer } from '../support/running-server.ts'
import { until } from '../support/house.ts'

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))

describe(`a page reads a reply behind a proxy (seed ${seed})`, () => {
  const chance = seededChance(seed)
  let server: RunningServer
  beforeAll(async () => void (server = await runningServer([])))
  afterAll(() => server.stop())

  test.for<readonly [string, Awkwardness, 'event-stream' | 'long-poll']>([
    ['that passes everything on', { kind: 'passes' }, 'event-stream'],
    ['that keeps event streams, head and all', { kind: 'keeps-all' }, 'long-poll'],
    ['that keeps the words of event streams', { kind: 'keeps-body' }, 'long-poll'],
    ['that refuses event streams', { kind: 'blocks' }, 'long-poll'],
    ['that makes a page of its own of event streams', { kind: 'rewrites' }, 'long-poll'],
    ['that cuts them anywhere', { kind: 'cuts', afterBytes: () => Math.floor(chance() * 12_000) }, 'event-stream'],
    ['that delays every piece', { kind: 'delays', ms: 5 }, 'event-stream'],
  ])('%s: every word once and in order', async ([, awkwardness, way]) => {
    const proxy = await openAwkwardProxy(server.address, awkwardness)
    const log = await newLog(server.address)
    const { reading, seen, means } = readThrough(proxy, log.path, way === 'long-poll' ? hurried : 1)
    const written = await writeAll(log, seen)
    expect(await reading).toBe('ended')
    expect(seen.events).toEqual(written)
    expect(textOf(seen.events)).toBe(textOf(written))
    expect(means.passage.way).toBe(way)
    await proxy.close()
  })

  test('that falls silent in the middle: the connection is given up, and every word comes once', async () => {
    let streams = 0
    const proxy = await openAwkwardProxy(server.address, {
      kind: 'stalls',
      afterBytes: () => (streams++ === 0 ? 300 + Math.floor(chance() * 2_000) : Infinity),
    })
    const log = await newLog(server.address)
    const { reading, seen } = readThrough(proxy, log.path, hurried)
    const written = await writeAll(log, seen)
    expect(await reading).toBe('ended')
    expect(seen.events).toEqual(written)
    await proxy.close()
  })

  test('that is left for another network, so that the connection dies without a word: a wake-up is enough', async () => {
    const proxy = await openAwkwardProxy(server.address, { kind: 'stalls', afterBytes: () => 1_000 })
    const log = await newLog(server.address)
    const { reading, seen, means } = readThrough(proxy, log.path, 1)
    await log.append(reply.slice(0, 20))
    await until(() => seen.events.length > 0)
    await log.append(reply.slice(20, 60)) // more than comes through
    proxy.become({ kind: 'passes' })
    means.wake()
    await until(() => seen.events.length === 60)
    await log.close(reply.slice(60))
    expect(await reading).toBe('ended')
    expect(seen.events).toEqual(reply)
    // Nobody waited for the silence to be long enough: that takes half a minute.
    expect(seen.states.filter((state) => state === 'reading')).toHaveLength(2)
    await proxy.close()
  })
})

const reply: readonly ReplyEvent[] = [
  ...Array.from({ length: 119 }, (_, index): ReplyEvent => ({ t: 'token', text: `w${index} ` })),
  { t: 'done', reason: 'done', usage: { promptTokens: null, completionTokens: 119 } },
]

/** Writes a reply in small parts, and its end only when the reader has begun to see it. */
async function writeAll(log: Log, seen: Seen): Promise<readonly ReplyEvent[]> {
  for (let at = 0; at < 110; at += 10) await log.append(reply.slice(at, at + 10))
  await until(() => seen.events.length >= 50)
  await log.close(reply.slice(110))
  return reply
}

interface Seen {
  readonly events: ReplyEvent[]
  readonly states: ReaderState[]
}

// A page that loses its patience so many times sooner.
const hurried = 20

/** The page's reader, with a network that leads through the proxy. */
function readThrough(
  proxy: AwkwardProxy,
  path: string,
  hurry: number,
): { readonly reading: Promise<ReaderState>; readonly seen: Seen; readonly means: TestMeans } {
  const real = testMeans((asked, request) => fetch(`${proxy.address}${asked}`, request))
  const clock = { ...real.clock, after: (ms: number, run: () => void) => real.clock.after(ms / hurry, run) }
  const means = { ...real, clock }
  const seen: Seen = { events: [], states: [] }
  const reader = new LogReader(path, means, {
    signal: new AbortController().signal,
    onEvents: (more) => void seen.events.push(...more),
    onState: (state) => void seen.states.push(state),
    onTrouble: () => undefined,
  })
  return { reading: reader.run(), seen, means }
}

interface Log {
  readonly path: string
  readonly append: (events: readonly ReplyEvent[]) => Promise<void>
  readonly close: (last: readonly ReplyEvent[]) => Promise<void>
}

async function newLog(address: string): Promise<Log> {
  const path = `${streamRoot}${randomUUID()}`
  async function send(method: string, events: readonly ReplyEvent[], headers: Record<string, string>): Promise<void> {
    const request = {
      method,
      body: JSON.stringify(events),
      headers: { 'Content-Type': 'application/json', ...headers },
    }
    const response = await fetch(`${address}${path}`, request)
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
  }
  await send('PUT', [], {})
  return {
    path,
    append: (events) => send('POST', events, {}),
    close: (last) => send('POST', last, { [streamHeaders.closed]: 'true' }),
  }
}
