import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { acceptedSchema, chatListSchema } from '#protocol/chats.ts'
import { faults } from '#protocol/faults.ts'
import { problemSchema } from '#protocol/problem.ts'
import { openFakeBackend, type FakeBackend } from '../../../test/fixtures/fake-backend/server.ts'
import { runningServer, type RunningServer } from '../../../test/support/running-server.ts'
import { writerAt } from '../../../test/support/writer.ts'

let fake: FakeBackend
let server: RunningServer
let chatId: string
let stream: string

beforeAll(async () => {
  fake = await openFakeBackend({ behaviour: { tokens: 3, everyMs: 0 } })
  server = await runningServer([{ name: 'fake', baseURL: fake.baseURL, model: 'fake' }])
  const writer = writerAt(server.address)
  chatId = await writer.newChat()
  stream = (await writer.send(chatId, 'Once')).stream
  await writer.follow(stream)
})
afterAll(async () => {
  await server.stop()
  await fake.close()
})

const json = { 'Content-Type': 'application/json' }

function send(
  path: string,
  body: string | Blob | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = json,
): Promise<Response> {
  return fetch(server.address + path, { method: 'POST', body, headers })
}

describe('every answer', () => {
  const asked: readonly (readonly [string, () => string, RequestInit?])[] = [
    ['health', () => '/healthz'],
    ['a list', () => '/api/chats'],
    ['a chat', () => `/api/chats/${chatId}`],
    ['a fault of the API', () => '/api/chats/7'],
    ['nothing there', () => '/nothing'],
    ['a wrong method', () => '/api/chats', { method: 'PUT' }],
    ['another site', () => '/api/chats', { method: 'POST', headers: { Origin: 'https://elsewhere.example' } }],
    ['a log', () => `${stream}?offset=-1`],
    ['a log by events', () => `${stream}?offset=-1&live=sse`],
    ['the end of a log', () => `${stream}?offset=now&live=long-poll`],
    ['the head of a log', () => stream, { method: 'HEAD' }],
    ['a log that is not there', () => '/v1/stream/none'],
    ['a wrong offset', () => `${stream}?offset=x`],
    ['a wrong way to read', () => `${stream}?offset=-1&live=x`],
    ['what may be asked of a log', () => stream, { method: 'OPTIONS' }],
    ['a log made', () => '/v1/stream/mine', { method: 'PUT', headers: json }],
    ['the document', () => '/api/openapi.json'],
  ]

  test.for(asked)('%s: carries the id of its request and is for nobody else', async ([, path, init]) => {
    const headers = new Headers(init?.headers)
    headers.set('X-Request-Id', 'asked-7')
    const response = await fetch(server.address + path(), { ...init, headers })
    await response.body?.cancel()
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-request-id': 'asked-7',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  test('an answer that has not changed carries them too', async () => {
    const first = await fetch(`${server.address}${stream}?offset=-1`)
    await first.body?.cancel()
    const again = await fetch(`${server.address}${stream}?offset=-1`, {
      headers: { 'If-None-Match': first.headers.get('etag') ?? '' },
    })
    expect(again.status).toBe(304)
    expect(again.headers.get('x-request-id')).not.toBeNull()
  })

  test('a request id that could harm a log or a header is not taken over', async () => {
    const response = await fetch(`${server.address}/healthz`, { headers: { 'X-Request-Id': '<script>' } })
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('a body', () => {
  const chats = async (): Promise<number> => {
    const list = await (await fetch(`${server.address}/api/chats`)).json()
    return chatListSchema.parse(list).chats.length
  }

  test('without a type is refused, not passed over', async () => {
    const before = await chats()
    const body = new Blob([JSON.stringify({ title: 'Mine' })])
    const problem = problemSchema.parse(await (await send('/api/chats', body, {})).json())
    expect(problem).toMatchObject({ fault: 'wrong-content-type', kept: faults['wrong-content-type'].kept })
    expect(await chats()).toBe(before)
  })

  test('none at all needs no type', async () => {
    expect((await fetch(`${server.address}/api/chats`, { method: 'POST' })).status).toBe(201)
  })

  test('that is no UTF-8 is refused: it would be stored as other words', async () => {
    const before = await chats()
    const body = Buffer.concat([Buffer.from('{"title":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])
    const problem = problemSchema.parse(await (await send('/api/chats', body)).json())
    expect(problem).toMatchObject({ fault: 'malformed-json', because: 'the body is not UTF-8' })
    expect(await chats()).toBe(before)
  })

  test.for(['/api/chats', '/v1/stream/half'])('that breaks off at %s is no mistake of the server', async (path) => {
    const socket = connect(Number(new URL(server.address).port), '127.0.0.1')
    const head = [`POST ${path} HTTP/1.1`, 'Host: localhost', 'Content-Type: application/json', 'Content-Length: 1000']
    await new Promise<void>((resolve) => void socket.write(`${head.join('\r\n')}\r\n\r\n{"title":`, () => resolve()))
    socket.destroy()
    // A later request is answered when the broken one has been dealt with.
    for (let n = 0; n < 3; n++) await (await fetch(`${server.address}/healthz`)).body?.cancel()
    expect(server.log.lines.filter(({ level }) => level === 'error')).toEqual([])
  })
})

test('a turn that was accepted gets the same answer again, also when its model has gone since', async () => {
  const connected = await send(
    '/api/backends',
    JSON.stringify({ name: 'borrowed', baseURL: fake.baseURL, model: 'fake' }),
  )
  expect(connected.status).toBe(201)
  await connected.body?.cancel()
  const turn = JSON.stringify({ id: crypto.randomUUID(), text: 'And then?', model: 'borrowed' })
  const first = acceptedSchema.parse(await (await send(`/api/chats/${chatId}/turns`, turn)).json())
  await writerAt(server.address).follow(first.stream)
  await fetch(`${server.address}/api/backends/borrowed`, { method: 'DELETE' })
  const again = await send(`/api/chats/${chatId}/turns`, turn)
  expect({ status: again.status, body: await again.json() }).toEqual({ status: 202, body: first })
  const other = JSON.stringify({ id: crypto.randomUUID(), text: 'And then?', model: 'borrowed' })
  expect(await (await send(`/api/chats/${chatId}/turns`, other)).json()).toMatchObject({ fault: 'unknown-model' })
})
