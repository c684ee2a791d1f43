import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { messagePageSchema } from '../../src/protocol/chats.ts'
import { faults } from '../../src/protocol/faults.ts'
import { healthSchema } from '../../src/protocol/health.ts'
import { problemSchema } from '../../src/protocol/problem.ts'
import { openFakeBackend, type FakeBackend } from '../fixtures/fake-backend/server.ts'
import { until } from '../support/house.ts'
import { startSingle, type Single } from '../support/single.ts'
import { openSmallDisk, type SmallDisk } from '../support/small-disk.ts'
import { writerAt } from '../support/writer.ts'

const probe = openSmallDisk(4096)
probe?.close()
const name = 'a disk that is full'

const tokens = 150
const whole = Array.from({ length: tokens }, (_, n) => `t${n}`).join(' ')

describe.skipIf(probe === undefined)(probe === undefined ? `${name} (needs the right to mount one)` : name, () => {
  let disk: SmallDisk
  let fake: FakeBackend
  let server: Single

  const start = (): Promise<Single> =>
    startSingle('server', ['--server-port', '0'], {
      DATA_DIR: join(disk.folder, 'data'),
      LOOK: 'false',
      LEASE_MS: '600',
      BACKENDS: JSON.stringify([{ name: 'fake', baseURL: fake.baseURL, model: 'fake' }]),
    })

  beforeEach(async () => {
    const opened = openSmallDisk(8 * 1024 * 1024)
    if (opened === undefined) throw new Error('a small disk could be mounted a moment ago')
    disk = opened
    fake = await openFakeBackend({ behaviour: { tokens, everyMs: 10 } })
    server = await start()
  })
  afterEach(async () => {
    if (server.process.exitCode === null) server.signal('SIGTERM')
    const code = await server.exited
    await fake.close()
    disk.close()
    expect(code).toBe(0)
  })

  function post(path: string, body: object = {}): Promise<Response> {
    const headers = { 'Content-Type': 'application/json' }
    return fetch(server.address + path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  /** Sends turns until one is refused; that one is handed back. What came before found room, and is stored. */
  async function sendUntilRefused(chatId: string) {
    for (let accepted = 0; ; accepted++) {
      const turn = { id: crypto.randomUUID(), text: `long ${'x'.repeat(50_000)}`, parentId: null }
      const response = await post(`/api/chats/${chatId}/turns`, turn)
      if (response.status !== 202) return { accepted, turn, response }
      await response.body?.cancel()
    }
  }

  async function messagesIn(chatId: string, branch?: string) {
    const query = branch === undefined ? '' : `?branch=${branch}`
    const response = await fetch(`${server.address}/api/chats/${chatId}/messages${query}`)
    return messagePageSchema.parse(await response.json()).messages
  }

  async function health() {
    return healthSchema.parse(await (await fetch(`${server.address}/healthz`)).json())
  }

  test('refuses what is new, goes on being read, and has its replies written to the end when there is room again', async () => {
    const writer = writerAt(server.address)
    const [chatId, other] = [await writer.newChat(), await writer.newChat()]
    const { stream, replyId } = await writer.send(chatId, 'write on')
    const reading = writer.follow(stream)
    await until(async () => (await writer.readWhole(stream)).length > 10)

    disk.fill()
    const { turn, response } = await sendUntilRefused(other)
    expect(response.status).toBe(503)
    const problem = problemSchema.parse(await response.json())
    const { side, kept } = faults['disk-full']
    expect(problem).toMatchObject({ fault: 'disk-full', side, kept })
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    for (const path of ['/api/chats', `/api/replies/${replyId}/stop`]) {
      const refused = await post(path)
      expect(problemSchema.parse(await refused.json())).toMatchObject({ fault: 'disk-full' })
    }
    expect((await fetch(`${server.address}/api/chats/${other}`, { method: 'DELETE' })).status).toBe(503)
    await until(async () => (await health()).fault === 'disk-full')
    expect((await health()).state).toBe('reading')
    expect(await messagesIn(chatId)).toHaveLength(2)
    expect((await fetch(`${server.address}/api/chats`)).status).toBe(200)
    // Longer than the whole reply takes: it is finished, but not durable, so nobody has seen its end.
    const stuckAt = await until(async () => {
      const before = (await writer.readWhole(stream)).length
      await new Promise((resolve) => setTimeout(resolve, 500))
      return before === (await writer.readWhole(stream)).length && before
    })
    expect((await writer.readWhole(stream)).at(-1)).not.toMatchObject({ t: 'done' })
    expect(stuckAt).toBeLessThan(tokens)

    disk.free()
    await until(async () => {
      const again = await post(`/api/chats/${other}/turns`, turn)
      await again.body?.cancel()
      return again.status === 202
    })
    expect((await health()).state).toBe('ready')
    const { text, done, breaks } = await reading
    expect({ text, reason: done.reason, breaks }).toEqual({ text: whole, reason: 'done', breaks: 0 })
    await until(async () => (await messagesIn(chatId)).at(-1)?.reply?.state === 'done')
    expect((await messagesIn(chatId)).at(-1)).toMatchObject({ text: whole })
  })

  test('does not keep a server from stopping, and the next one goes on when there is room', async () => {
    const writer = writerAt(server.address)
    const [chatId, other] = [await writer.newChat(), await writer.newChat()]
    const { stream, replyId } = await writer.send(chatId, 'write on')
    await until(async () => (await writer.readWhole(stream)).length > 10)
    disk.fill()
    await sendUntilRefused(other)
    server.signal('SIGTERM')
    expect(await server.exited).toBe(0)

    server = await start()
    const next = writerAt(server.address)
    expect((await next.readWhole(stream)).length).toBeGreaterThan(10)
    disk.free()
    const { text, done } = await next.follow(stream)
    expect({ text, reason: done.reason }).toEqual({ text: whole, reason: 'done' })
    expect(readdirSync(disk.folder)).toEqual(['data'])
    await until(async () => (await messagesIn(chatId, replyId)).at(-1)?.reply?.state === 'done')
  })
})
