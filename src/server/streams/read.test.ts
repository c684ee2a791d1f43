import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ask } from '../../../test/fixtures/ask.ts'
import { realClock } from '../../../test/fixtures/real-clock.ts'
import type { ServerEnv } from '../api/respond.ts'
import { openDatabase, type Database } from '../database/open.ts'
import type { TokenLog } from '../tokenlog/port.ts'
import { sqliteTokenLog } from '../tokenlog/sqlite/token-log.ts'
import { streamRoutes } from './routes.ts'

const spec = { contentType: 'application/json', closed: false, ttlSeconds: 60, expiresAt: null, reserved: false }

let database: Database
let log: TokenLog
let server: Server
/** The connections that are open. */
let sockets: Set<Socket>
/** How many wait for news now, and did at any time. */
let waiting: number
let waitedEver: number
let failures: unknown[]

beforeEach(async () => {
  const opened = await openDatabase({ file: ':memory:', synchronous: 'normal', commitDelayMs: 0 }, realClock)
  if (!opened.ok) throw new Error(opened.error)
  database = opened.value
  log = sqliteTokenLog(database, realClock)
  await log.create('a', spec, ['1', '2'])
  waiting = waitedEver = 0
  failures = []
  sockets = new Set()
})
afterEach(async () => {
  server.close()
  server.closeAllConnections()
  database.close()
})

async function serve(changed: Partial<TokenLog> = {}): Promise<string> {
  const counted: TokenLog['watch'] = (id, heard) => {
    const cancel = log.watch(id, heard)
    let isCounted = true
    waiting++
    waitedEver++
    return () => {
      cancel()
      if (isCounted) waiting--
      isCounted = false
    }
  }
  const app = new Hono<ServerEnv>()
  app.use((c, next) => {
    c.set('requestId', 'asked')
    return next()
  })
  app.route(
    '/',
    streamRoutes({
      log: { ...log, watch: counted, ...changed },
      clock: realClock,
      chance: () => 0.5,
      longPollMs: 60_000,
      bodyLimitBytes: 1_000_000,
      onFailure: (error) => void failures.push(error),
    }),
  )
  const listener = getRequestListener(app.fetch)
  server = createServer((request, response) => void listener(request, response))
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return `http://127.0.0.1:${address.port}`
}

function connection(address: string, text: string) {
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  let received = ''
  socket.on('data', (part: Buffer) => (received += part.toString('utf8')))
  socket.write(text)
  return { received: () => received, leave: () => void socket.destroy() }
}

const append = { contentType: undefined, sequence: undefined, producer: undefined }
const follow = 'GET /v1/stream/a?offset=-1&live=sse HTTP/1.1\r\nHost: localhost\r\n\r\n'
const poll = 'GET /v1/stream/a?offset=0000000000000002&live=long-poll HTTP/1.1\r\nHost: localhost\r\n\r\n'

test('a reader that goes before its answer has begun leaves nothing behind', async () => {
  const asked = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<void>()
  const answered = Promise.withResolvers<void>()
  const address = await serve({
    async touch() {
      asked.resolve()
      await gone.promise
      setImmediate(answered.resolve)
    },
  })
  const reader = connection(address, follow)
  await asked.promise
  reader.leave()
  await expect.poll(() => sockets.size).toBe(0)
  gone.resolve()
  await answered.promise
  expect(waiting).toBe(0)
})

test('a reader that goes leaves nothing behind, whether it follows, polls, or waits behind another', async () => {
  const address = await serve()
  for (const [text, readers] of [
    [follow, 1],
    [poll, 1],
    [follow + follow, 2],
    [poll + follow, 2],
  ] as const) {
    const before = waitedEver
    const reader = connection(address, text)
    await expect.poll(() => waitedEver - before).toBe(readers)
    reader.leave()
    await expect.poll(() => waiting).toBe(0)
  }
})

test('one that waits behind another answer on its connection gets its own in full', async () => {
  const address = await serve()
  const reader = connection(address, poll + follow)
  await expect.poll(() => waiting).toBe(2)
  await log.append('a', { ...append, entries: ['3'], close: true })
  await expect.poll(() => reader.received()).toContain('"streamClosed":true')
  const texts = [...reader.received().matchAll(/\[[\d,]+\]/g)].map(([text]) => text)
  expect(texts).toEqual(['[3]', '[1,2]', '[3]'])
  reader.leave()
})

test('a reader that speaks HTTP/1.0 gets the events without chunks', async () => {
  const address = await serve()
  await log.append('a', { ...append, entries: [], close: true })
  const reader = connection(address, follow.replace('HTTP/1.1', 'HTTP/1.0'))
  await expect.poll(() => reader.received()).toContain('"streamClosed":true')
  expect(reader.received()).toContain('\r\n\r\nevent: data\n')
  expect(reader.received().toLowerCase()).not.toContain('transfer-encoding')
  reader.leave()
})

test('a log is read on a disk that is full, though nobody can note that it was', async () => {
  const full = Object.assign(new Error('database or disk is full'), { errcode: 13 })
  const address = await serve({ touch: () => Promise.reject(full) })
  expect(await ask(address, '/v1/stream/a?offset=-1')).toMatchObject({ status: 200, body: '[1,2]' })
  expect(failures).toEqual([full])
})

test('a reader that does not read costs one batch, however much is written, and gets all of it later', async () => {
  const address = await serve()
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  socket.pause()
  socket.write(follow)
  await expect.poll(() => waiting).toBe(1)
  const entry = JSON.stringify('x'.repeat(100_000))
  for (let n = 0; n < 100; n++) await log.append('a', { ...append, entries: [entry], close: n === 99 })
  const backlogBytes = [...sockets].map(({ writableLength }) => writableLength)
  expect(backlogBytes[0]).toBeLessThan(1_000_000)
  let received = ''
  socket.on('data', (part: Buffer) => (received += part.toString('utf8')))
  socket.resume()
  await expect.poll(() => received.includes('"streamClosed":true'), { timeout: 20_000 }).toBe(true)
  expect(received.match(/x{100000}/g)).toHaveLength(100)
  socket.destroy()
})

test.for([
  ['of ten thousand small ones', Array.from({ length: 12_000 }, (_, n) => String(n))],
  ['of ten megabytes', [JSON.stringify('x'.repeat(10_000_000)), '1', '2']],
] as const)('messages %s come whole and in order', { timeout: 30_000 }, async ([, entries]) => {
  const address = await serve()
  await log.create('b', spec, [])
  await log.append('b', { ...append, entries, close: true })
  const { body } = await ask(address, '/v1/stream/b?offset=-1&live=sse')
  const data = [...body.matchAll(/^data:(\[.*)$/gm)].map((match) => match[1]?.slice(1, -1))
  // Not `toBe` on the texts: what differs would be printed, all ten megabytes of it.
  expect(data.join(',') === entries.join(',')).toBe(true)
  expect(body).toContain('"streamClosed":true')
})
