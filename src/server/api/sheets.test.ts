import type { IncomingMessage, ServerResponse } from 'node:http'
import { json as jsonOf } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { chatListSchema, chatSchema, type Chat } from '#protocol/chats.ts'
import { problemSchema, type Problem } from '#protocol/problem.ts'
import { storySheetSchema, type Lore, type Sheet } from '#protocol/sheet.ts'
import { openHttpServer, type HttpServer } from '../../../test/fixtures/http-server.ts'
import { runningServer, type RunningServer } from '../../../test/support/running-server.ts'
import { onePixel, sheetOf } from '../../../test/support/sheets.ts'
import { writerAt } from '../../../test/support/writer.ts'

const askSchema = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) })
type Asked = z.infer<typeof askSchema>['messages']

/** What the model server was asked, and whether it takes a system message. */
let asked: Asked[]
let takesSystem: boolean
let modelServer: HttpServer
let server: RunningServer

beforeAll(async () => {
  modelServer = await openHttpServer((request, response) => void answer(request, response))
  server = await runningServer([{ name: 'm', baseURL: `${modelServer.address}/v1`, model: 'm' }])
})
afterAll(async () => {
  await server.stop()
  await modelServer.close()
})
beforeEach(() => {
  asked = []
  takesSystem = true
})

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') return void response.writeHead(404).end()
  const { messages } = askSchema.parse(await jsonOf(request))
  asked.push(messages)
  if (!takesSystem && messages[0]?.role === 'system') {
    return void response.writeHead(400).end(JSON.stringify({ error: { message: 'System role not supported' } }))
  }
  const chunk = { choices: [{ index: 0, delta: { content: 'Here it is.' }, finish_reason: 'stop' }] }
  response.writeHead(200, { 'Content-Type': 'text/event-stream' })
  return void response.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`)
}

const mira = sheetOf({
  name: 'Mira',
  about: 'She keeps the lighthouse.',
  opening: 'It rained.',
  lore: [{ keys: 'lamp', text: 'The lamp is old.' }],
  picture: onePixel,
})

const entries = (count: number, text: string): Lore[] => Array.from({ length: count }, () => ({ keys: '', text }))

function send(method: 'POST' | 'PUT', path: string, body: unknown): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' }
  return fetch(server.address + path, { method, headers, body: JSON.stringify(body) })
}

async function begin(sheet?: Sheet): Promise<Chat> {
  const answered = await send('POST', '/api/chats', { title: 'Mine', sheet })
  expect(answered.status).toBe(201)
  return chatSchema.parse(await answered.json())
}

async function change(chatId: string, sheet: Sheet | null): Promise<Chat> {
  const answered = await send('PUT', `/api/chats/${chatId}/sheet`, { sheet })
  expect(answered.status).toBe(200)
  return chatSchema.parse(await answered.json())
}

async function sheetIn(chatId: string): Promise<Sheet | null> {
  return storySheetSchema.parse(await (await fetch(`${server.address}/api/chats/${chatId}/sheet`)).json()).sheet
}

async function problemOf(answered: Promise<Response>): Promise<Problem> {
  return problemSchema.parse(await (await answered).json())
}

test('a chat is begun with a sheet, which is read, changed and taken away', async () => {
  const chat = await begin(mira)
  expect(chat.sheetAt).toBe(chat.createdAt)
  expect(await sheetIn(chat.id)).toEqual(mira)

  const oskar = sheetOf({ name: 'Oskar' })
  const changed = await change(chat.id, oskar)
  expect(changed.sheetAt).toBeGreaterThan(chat.createdAt)
  expect(await sheetIn(chat.id)).toEqual(oskar)
  const { chats } = chatListSchema.parse(await (await fetch(`${server.address}/api/chats`)).json())
  expect(chats).toContainEqual(changed)

  expect(await change(chat.id, null)).toMatchObject({ sheetAt: null })
  expect(await sheetIn(chat.id)).toBeNull()
})

test('a chat without one says so, and can be given one', async () => {
  const { id, sheetAt } = await begin()
  expect([sheetAt, await sheetIn(id)]).toEqual([null, null])
  expect((await change(id, mira)).sheetAt).not.toBeNull()
  expect(await sheetIn(id)).toEqual(mira)
})

test('what a sheet leaves out is empty', async () => {
  const { id } = await begin()
  expect((await send('PUT', `/api/chats/${id}/sheet`, { sheet: { name: 'Mira' } })).status).toBe(200)
  expect(await sheetIn(id)).toEqual(sheetOf({ name: 'Mira' }))
})

test('a chat that is not there has none and gets none', async () => {
  const path = `/api/chats/${crypto.randomUUID()}/sheet`
  expect(await problemOf(fetch(server.address + path))).toMatchObject({ fault: 'unknown-chat' })
  expect(await problemOf(send('PUT', path, { sheet: mira }))).toMatchObject({ fault: 'unknown-chat' })
})

describe('what is no sheet is refused by name, and the one before stays', () => {
  test.for<[string, unknown, string]>([
    ['a name that is too long', { sheet: { name: 'x'.repeat(201) } }, 'sheet.name: is over 200 characters'],
    ['too many entries', { sheet: { lore: entries(101, '') } }, 'sheet.lore: has over 100 entries'],
    ['too much altogether', { sheet: { lore: entries(70, 'x'.repeat(5_000)) } }, 'is over 300000 char'],
    [
      'a picture at an address',
      { sheet: { picture: 'https://example.com/x.png' } },
      'sheet.picture: must be a data URL',
    ],
    ['a text', { sheet: 'Mira' }, 'sheet: '],
    ['nothing at all', {}, 'sheet: '],
  ])('%s', async ([, body, because]) => {
    const { id } = await begin(mira)
    const problem = await problemOf(send('PUT', `/api/chats/${id}/sheet`, body))
    expect(problem).toMatchObject({ fault: 'invalid-request' })
    expect(problem.because).toContain(because)
    expect(await sheetIn(id)).toEqual(mira)
  })

  test('also where a chat is to be begun', async () => {
    const problem = await problemOf(send('POST', '/api/chats', { sheet: { name: 'x'.repeat(201) } }))
    expect(problem).toMatchObject({ fault: 'invalid-request', because: 'sheet.name: is over 200 characters' })
  })
})

test('a sheet as long as one may be goes through, in any script', async () => {
  const { id } = await begin()
  const long = sheetOf({ lore: entries(59, '語'.repeat(5_000)) })
  await change(id, long)
  expect(await sheetIn(id)).toEqual(long)
})

describe('a model', () => {
  const told = `The character: Mira
She keeps the lighthouse.

The story has already begun with these words. Go on from them, and do not repeat them:
It rained.`

  async function say(chatId: string, text: string): Promise<Asked | undefined> {
    const writer = writerAt(server.address)
    const { done } = await writer.follow((await writer.send(chatId, text)).stream)
    expect(done.reason).toBe('done')
    return asked.at(-1)
  }

  test('is told of it before the story, in one message, as it is when a reply is begun', async () => {
    const { id } = await begin(mira)
    expect(await say(id, 'Hello')).toEqual([
      { role: 'system', content: told },
      { role: 'user', content: 'Hello' },
    ])
    const [system, ...story] = (await say(id, 'Light the lamp.')) ?? []
    expect(system?.content).toBe(`${told}\n\nWhat is known of the world of the story:\nThe lamp is old.`)
    expect(story.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
    await change(id, null)
    expect((await say(id, 'And then?'))?.[0]).toEqual({ role: 'user', content: 'Hello' })
  })

  test('that takes no system message is told with the first words of the story', async () => {
    takesSystem = false
    const { id } = await begin(mira)
    expect(await say(id, 'Hello')).toEqual([{ role: 'user', content: `${told}\n\nHello` }])
    expect(asked).toHaveLength(2)
    expect(await say(id, 'Go on.')).toHaveLength(3)
    expect(asked).toHaveLength(3)
  })
})
