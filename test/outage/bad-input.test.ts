import { mkdtemp, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faults, type FaultId } from '../../src/protocol/faults.ts'
import { problemSchema } from '../../src/protocol/problem.ts'
import { openFakeBackend, type FakeBackend } from '../fixtures/fake-backend/server.ts'
import { startSingle, type Single } from '../support/single.ts'
import { writerAt, type Writer } from '../support/writer.ts'

let fake: FakeBackend
let server: Single
let writer: Writer
let dataDir: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'holdfast-bad-input-'))
  fake = await openFakeBackend()
  server = await startSingle('server', ['--server-port', '0'], {
    DATA_DIR: dataDir,
    LOOK: 'false',
    BACKENDS: JSON.stringify([{ name: 'fake', baseURL: fake.baseURL, model: 'fake' }]),
    FIRST_TOKEN_MS: '3000',
    SILENCE_MS: '3000',
    GIVE_UP_MS: '300',
  })
  writer = writerAt(server.address)
})
afterAll(async () => {
  server.signal('SIGTERM')
  expect(await server.exited).toBe(0)
  await fake.close()
  await rm(dataDir, { recursive: true })
})

const uuid = (): string => crypto.randomUUID()

interface Sent {
  readonly method?: string
  readonly path: string
  readonly body?: string
  readonly headers?: Record<string, string>
}

async function faultOf({ method = 'POST', path, body, headers = { 'Content-Type': 'application/json' } }: Sent) {
  const response = await fetch(server.address + path, { method, headers, ...(body !== undefined && { body }) })
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = problemSchema.parse(await response.json())
  expect(problem.status).toBe(response.status)
  expect(problem.requestId).toBe(response.headers.get('x-request-id'))
  return problem
}

describe('requests', () => {
  const chats = '/api/chats'
  const turns = (chatId: string): string => `${chats}/${chatId}/turns`
  let chatId: string

  beforeAll(async () => void (chatId = await writer.newChat()))

  const cases: readonly { readonly what: string; readonly sent: (chat: string) => Sent; readonly fault: FaultId }[] = [
    { what: 'malformed JSON', sent: (chat) => ({ path: turns(chat), body: '{"id": ' }), fault: 'malformed-json' },
    {
      what: 'wrong types',
      sent: (chat) => ({ path: turns(chat), body: `{"id":"${uuid()}","text":5}` }),
      fault: 'invalid-request',
    },
    { what: 'an array for an object', sent: (chat) => ({ path: turns(chat), body: '[]' }), fault: 'invalid-request' },
    {
      what: 'unknown fields',
      sent: (chat) => ({ path: turns(chat), body: `{"id":"${uuid()}","text":"a","x":1}` }),
      fault: 'invalid-request',
    },
    {
      what: 'an empty text',
      sent: (chat) => ({ path: turns(chat), body: `{"id":"${uuid()}","text":" "}` }),
      fault: 'invalid-request',
    },
    {
      what: 'a turn id that is no UUID',
      sent: (chat) => ({ path: turns(chat), body: '{"id":"7","text":"a"}' }),
      fault: 'invalid-request',
    },
    { what: 'a chat id that is no UUID', sent: () => ({ path: turns('1'), body: '{}' }), fault: 'invalid-id' },
    {
      what: 'an unknown chat',
      sent: () => ({ path: turns(uuid()), body: `{"id":"${uuid()}","text":"a"}` }),
      fault: 'unknown-chat',
    },
    {
      what: 'an unknown parent',
      sent: (chat) => ({ path: turns(chat), body: `{"id":"${uuid()}","text":"a","parentId":"${uuid()}"}` }),
      fault: 'unknown-message',
    },
    {
      what: 'an unknown model',
      sent: (chat) => ({ path: turns(chat), body: `{"id":"${uuid()}","text":"a","model":"gpt-9"}` }),
      fault: 'unknown-model',
    },
    {
      what: 'a body over the limit',
      sent: (chat) => ({ path: turns(chat), body: `{"id":"${uuid()}","text":"${'x'.repeat(1_000_001)}"}` }),
      fault: 'body-too-large',
    },
    {
      what: 'a form',
      sent: () => ({ path: chats, body: 'title=a', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }),
      fault: 'wrong-content-type',
    },
    { what: 'an unknown address', sent: () => ({ path: '/api/nothing' }), fault: 'not-found' },
    { what: 'a wrong method', sent: () => ({ method: 'PUT', path: chats }), fault: 'method-not-allowed' },
    {
      what: 'a title that is too long',
      sent: () => ({ path: chats, body: JSON.stringify({ title: 'x'.repeat(201) }) }),
      fault: 'invalid-request',
    },
    { what: 'an unknown reply to stop', sent: () => ({ path: `/api/replies/${uuid()}/stop` }), fault: 'unknown-reply' },
    {
      what: 'an unknown message to vary',
      sent: () => ({ path: `/api/messages/${uuid()}/variants`, body: '{}' }),
      fault: 'unknown-message',
    },
    {
      what: 'a page size that is no number',
      sent: (chat) => ({ method: 'GET', path: `${chats}/${chat}/messages?limit=all` }),
      fault: 'invalid-request',
    },
    {
      what: 'a query that is not known',
      sent: (chat) => ({ method: 'GET', path: `${chats}/${chat}/messages?page=2` }),
      fault: 'invalid-request',
    },
    {
      what: 'an unknown back end to forget',
      sent: () => ({ method: 'DELETE', path: '/api/backends/nobody' }),
      fault: 'unknown-model',
    },
    {
      what: 'another site',
      sent: () => ({
        path: chats,
        body: '{}',
        headers: { 'Content-Type': 'application/json', Origin: 'https://elsewhere.example' },
      }),
      fault: 'cross-site',
    },
  ]

  test.for(cases)('$what: $fault', async ({ sent, fault }) => {
    const problem = await faultOf(sent(chatId))
    expect(problem).toMatchObject({ fault, status: faults[fault].status, side: 'you', kept: faults[fault].kept })
  })

  test('a name that leads here from elsewhere is refused', async () => {
    const status = await new Promise((resolve) => {
      httpRequest(`${server.address}/api/chats`, { headers: { Host: 'stories.example' } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      }).end()
    })
    expect(status).toBe(faults['wrong-host'].status)
  })

  test('none of it made a chat, a message or a reply', async () => {
    const list: unknown = await (await fetch(`${server.address}${chats}`)).json()
    expect(list).toMatchObject({ chats: [{ id: chatId, title: null, head: null }] })
  })
})

describe('replies', () => {
  test('one that was stopped and is stopped again is over already, and keeps its words', async () => {
    const chatId = await writer.newChat()
    const { replyId, stream } = await writer.send(chatId, 'write 5000 tokens every 5 ms')
    const reading = writer.follow(stream)
    while ((await writer.readWhole(stream)).length < 5);
    const stopped = await fetch(`${server.address}/api/replies/${replyId}/stop`, { method: 'POST' })
    expect(await stopped.json()).toEqual({ replyId, state: 'stopped' })
    const { text, done } = await reading
    expect(done).toMatchObject({ reason: 'stopped' })
    expect(text.startsWith('t0 t1 t2')).toBe(true)
    expect(await faultOf({ path: `/api/replies/${replyId}/stop` })).toMatchObject({ fault: 'reply-already-over' })
    const page: unknown = await (await fetch(`${server.address}/api/chats/${chatId}/messages`)).json()
    expect(page).toMatchObject({ messages: [{}, { text, reply: { state: 'stopped' } }] })
  })

  test('an offset of another log, or of none, is refused', async () => {
    const { stream } = await writer.send(await writer.newChat(), 'write 3 tokens')
    await writer.follow(stream)
    for (const offset of ['0000000000009999', 'abc', '']) {
      expect(await faultOf({ method: 'GET', path: `${stream}?offset=${offset}` })).toMatchObject({
        fault: 'invalid-offset',
      })
    }
  })

  test('nobody writes or deletes a reply from outside', async () => {
    const { stream } = await writer.send(await writer.newChat(), 'write 3 tokens')
    for (const method of ['POST', 'DELETE']) {
      const body = method === 'POST' ? '[{"t":"token","text":"forged"}]' : undefined
      expect(await faultOf({ method, path: stream, ...(body !== undefined && { body }) })).toMatchObject({
        fault: 'log-reserved',
      })
    }
  })

  test('a deleted chat ends its reply, and its reader is not left hanging', async () => {
    const chatId = await writer.newChat()
    const { stream } = await writer.send(chatId, 'write 5000 tokens every 5 ms')
    const response = await fetch(`${server.address}${stream}?offset=-1&live=sse`)
    const reading = response.text()
    await fetch(`${server.address}/api/chats/${chatId}`, { method: 'DELETE' })
    await reading
    expect(await faultOf({ method: 'GET', path: stream })).toMatchObject({ fault: 'log-unknown' })
  })
})

describe('back ends that answer wrongly', () => {
  const cases: readonly (readonly [string, FaultId])[] = [
    ['html', 'backend-not-a-model'],
    ['http-401', 'backend-key-refused'],
    ['http-404', 'backend-rejected'],
    ['http-429', 'backend-busy'],
    ['http-500', 'backend-failed'],
    ['empty', 'backend-empty'],
    ['no-answer', 'backend-silent'],
    ['silence', 'backend-silent'],
    ['long-line', 'backend-flooded'],
    ['clean-end', 'backend-cut'],
    ['reset-before-headers', 'backend-cut'],
    ['context-length', 'prompt-too-long'],
    ['content-policy', 'backend-declined'],
  ]

  test.for(cases)('%s: the reply ends with %s and its side', async ([strike, fault]) => {
    const { stream } = await writer.send(await writer.newChat(), `write 10 tokens, fault ${strike} at 4`)
    const { done, text } = await writer.follow(stream)
    expect(done).toMatchObject({ reason: 'failed', fault: { fault, side: faults[fault].side } })
    expect('t0 t1 t2 t3').toContain(text)
  })

  test.for(['invalid-utf8', 'broken-json'])(
    '%s: what can be read is shown, and a note says that something was left out',
    async (strike) => {
      const { stream } = await writer.send(await writer.newChat(), `write 10 tokens, fault ${strike} at 4`)
      const { done, events } = await writer.follow(stream)
      expect(done).toMatchObject({ reason: 'done' })
      expect(events).toContainEqual(expect.objectContaining({ t: 'note', note: 'garbled' }))
    },
  )

  test('after all of it the server still writes', async () => {
    const { stream } = await writer.send(await writer.newChat(), 'write 5 tokens')
    expect((await writer.follow(stream)).text).toBe('t0 t1 t2 t3 t4')
  })
})
