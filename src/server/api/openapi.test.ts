import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { archiveLine } from '#protocol/archive.ts'
import { acceptedSchema } from '#protocol/chats.ts'
import { exportSchema } from '#protocol/imports.ts'
import { ask } from '../../../test/fixtures/ask.ts'
import { openFakeBackend, type FakeBackend } from '../../../test/fixtures/fake-backend/server.ts'
import { runningServer, type RunningServer } from '../../../test/support/running-server.ts'
import { writerAt } from '../../../test/support/writer.ts'

const emptyArchive = Buffer.concat([
  archiveLine({ holdfast: 'archive', version: 1, madeAt: 1, by: 'test' }),
  archiveLine({ end: { chats: 0, messages: 0 } }),
]).toString()

const methods = ['get', 'head', 'put', 'post', 'patch', 'delete'] as const

const parameterSchema = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.optional(z.boolean()),
  schema: z.record(z.string(), z.unknown()),
})
const contentSchema = z.record(z.string(), z.object({ schema: z.optional(z.record(z.string(), z.unknown())) }))
const operationSchema = z.object({
  operationId: z.string(),
  summary: z.string(),
  parameters: z.optional(z.array(parameterSchema)),
  requestBody: z.optional(z.object({ content: contentSchema })),
  responses: z.record(
    z.string().regex(/^([1-5]\d\d|default)$/),
    z.object({ description: z.string().min(1), content: z.optional(contentSchema) }),
  ),
})
const documentSchema = z.object({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.object({ title: z.string(), version: z.string(), license: z.object({ name: z.string() }) }),
  paths: z.record(
    z.string().startsWith('/'),
    z.strictObject({
      parameters: z.optional(z.array(parameterSchema)),
      get: z.optional(operationSchema),
      head: z.optional(operationSchema),
      put: z.optional(operationSchema),
      post: z.optional(operationSchema),
      patch: z.optional(operationSchema),
      delete: z.optional(operationSchema),
    }),
  ),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
})

interface Described extends z.infer<typeof operationSchema> {
  readonly path: string
  readonly method: string
}

let fake: FakeBackend
let server: RunningServer
let document: z.infer<typeof documentSchema>
let text: string
let operations: readonly Described[]

beforeAll(async () => {
  fake = await openFakeBackend({ behaviour: { tokens: 3, everyMs: 0 } })
  server = await runningServer([{ name: 'fake', baseURL: fake.baseURL, model: 'fake' }])
  text = (await ask(server.address, '/api/openapi.json')).body
  document = documentSchema.parse(JSON.parse(text))
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method]
      if (operation === undefined) return []
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])]
      return [{ ...operation, path, method, parameters }]
    }),
  )
})
afterAll(async () => {
  await server.stop()
  await fake.close()
})

describe('the document', () => {
  test('names every parameter of every path, and no other', () => {
    for (const { path, parameters = [] } of operations) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path')
      expect(inPath.map(({ name }) => name)).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))
      expect(inPath.every(({ required }) => required === true)).toBe(true)
    }
  })

  test('gives each operation an id of its own', () => {
    const ids = operations.map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('refers to nothing that is not in it', () => {
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) {
      expect(Object.keys(document.components.schemas)).toContain(name)
    }
    expect(text.match(/"\$ref":"(?!#\/components\/schemas\/)/)).toBeNull()
  })

  test('says what every operation does with a fault', () => {
    for (const { responses } of operations) {
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['421', '500', '503', 'default']))
    }
  })

  test('has every address and every method that the server answers, and no other', async () => {
    expect(Object.keys(document.paths)).toContain('/v1/stream/{id}')
    for (const path of Object.keys(document.paths)) {
      const { headers } = await ask(server.address, path.replace(/\{\w+\}/g, crypto.randomUUID()), { method: 'TRACE' })
      const allowed = (headers.allow ?? '').toLowerCase().split(', ')
      const described = operations.filter((one) => one.path === path).map(({ method }) => method)
      const implied = ['options', ...(described.includes('head') ? [] : ['head'])]
      expect(allowed.filter((method) => !implied.includes(method)).toSorted()).toEqual(described.toSorted())
    }
  })
})

describe('what the server answers', () => {
  test.for(['whole', 'faults'])('is what the document says: %s', async (kind) => {
    const writer = writerAt(server.address)
    const chat = await writer.newChat()
    const { replyId, stream } = await writer.send(chat, 'Once')
    await writer.follow(stream)
    const none = crypto.randomUUID()
    const turn = (more: object = {}) => ({ id: crypto.randomUUID(), text: 'And then?', ...more })
    const backend = { name: 'mine', baseURL: fake.baseURL, model: 'fake' }
    const whole: readonly Sent[] = [
      ['get', '/healthz', {}, 200],
      ['get', '/api/ledger', {}, 200],
      ['get', '/api/health', {}, 200],
      ['post', '/api/canary', {}, 200],
      ['post', '/api/chats', {}, 201, { title: 'Mine' }],
      ['get', '/api/chats', {}, 200],
      ['get', '/api/chats/{id}', { id: chat }, 200],
      ['patch', '/api/chats/{id}', { id: chat }, 200, { title: 'Ours' }],
      ['put', '/api/chats/{id}/sheet', { id: chat }, 200, { sheet: { name: 'Mira', lore: [{ text: 'x' }] } }],
      ['get', '/api/chats/{id}/sheet', { id: chat }, 200],
      ['get', '/api/chats/{id}/messages', { id: chat }, 200],
      ['post', '/api/chats/{id}/turns', { id: chat }, 202, turn()],
      ['post', '/api/messages/{id}/variants', { id: replyId }, 202, {}],
      ['post', '/api/replies/{id}/stop', { id: await begun(chat) }, 200],
      ['get', '/api/backends', {}, 200],
      ['post', '/api/backends', {}, 201, backend],
      ['delete', '/api/backends/{name}', { name: 'mine' }, 204],
      ['post', '/api/backends/look', {}, 200],
      ['get', '/v1/stream/{id}', { id: replyId }, 200],
      ['head', '/v1/stream/{id}', { id: replyId }, 200],
      ['put', '/v1/stream/{id}', { id: 'mine' }, 201, []],
      ['post', '/v1/stream/{id}', { id: 'mine' }, 204, [1]],
      ['delete', '/v1/stream/{id}', { id: 'mine' }, 204],
      ['delete', '/api/chats/{id}', { id: await writer.newChat() }, 204],
      ['get', '/api/export', {}, 200],
      ['post', '/api/export', {}, 200, { passphrase: 'secret' }],
      ['post', '/api/exports', {}, 201, { format: 'zip' }],
      ['get', '/api/exports/{id}', { id: await orderedExport() }, 200],
      ['get', '/api/exports/{id}/file', { id: await orderedExport() }, 200],
      ['post', '/api/import', {}, 200, emptyArchive],
      ['post', '/api/imports', {}, 201, { id: none }],
      ['put', '/api/imports/{id}', { id: none, offset: '0' }, 200, 'Once'],
      ['get', '/api/imports/{id}', { id: none }, 200],
      ['post', '/api/imports/{id}/start', { id: none }, 202, {}],
      ['delete', '/api/imports/{id}', { id: await begunImport() }, 204],
    ]
    const faults: readonly Sent[] = [
      ['post', '/api/chats', {}, 400, { title: 5 }],
      ['get', '/api/chats/{id}', { id: '7' }, 400],
      ['get', '/api/chats/{id}', { id: none }, 404],
      ['patch', '/api/chats/{id}', { id: none }, 404, {}],
      ['patch', '/api/chats/{id}', { id: chat }, 404, { head: none }],
      ['delete', '/api/chats/{id}', { id: none }, 404],
      ['post', '/api/chats', {}, 400, { sheet: { name: 5 } }],
      ['get', '/api/chats/{id}/sheet', { id: none }, 404],
      ['put', '/api/chats/{id}/sheet', { id: none }, 404, { sheet: null }],
      ['put', '/api/chats/{id}/sheet', { id: chat }, 400, {}],
      ['get', '/api/chats/{id}/messages', { id: none }, 404],
      ['post', '/api/chats/{id}/turns', { id: none }, 404, turn()],
      ['post', '/api/chats/{id}/turns', { id: chat }, 400, turn({ model: 'none' })],
      ['post', '/api/chats/{id}/turns', { id: chat }, 413, turn({ text: 'x'.repeat(1_100_000) })],
      ['post', '/api/messages/{id}/variants', { id: none }, 404, {}],
      ['post', '/api/replies/{id}/stop', { id: none }, 404],
      ['post', '/api/replies/{id}/stop', { id: replyId }, 409],
      ['post', '/api/backends', {}, 400, { name: 5 }],
      ['post', '/api/backends', {}, 503, { baseURL: 'http://127.0.0.1:9/v1', model: 'fake' }],
      ['delete', '/api/backends/{name}', { name: 'none' }, 400],
      ['get', '/api/export', { format: 'pdf' }, 400],
      ['get', '/api/export', { chat: none }, 404],
      ['post', '/api/export', {}, 400, {}],
      ['post', '/api/exports', {}, 400, { format: 'text', passphrase: 'secret' }],
      ['post', '/api/exports', {}, 404, { chats: [none] }],
      ['get', '/api/exports/{id}', { id: none }, 404],
      ['get', '/api/exports/{id}/file', { id: none }, 404],
      ['post', '/api/import', {}, 422, 'Once'],
      ['post', '/api/imports', {}, 400, { id: 7 }],
      ['put', '/api/imports/{id}', { id: none, offset: '0' }, 404, 'Once'],
      ['put', '/api/imports/{id}', { id: await begunImport(), offset: '7' }, 409, 'Once'],
      ['get', '/api/imports/{id}', { id: none }, 404],
      ['post', '/api/imports/{id}/start', { id: none }, 404, {}],
      ['delete', '/api/imports/{id}', { id: none }, 404],
      ['get', '/v1/stream/{id}', { id: none }, 404],
      ['post', '/v1/stream/{id}', { id: replyId }, 403, [1]],
      ['delete', '/v1/stream/{id}', { id: replyId }, 403],
    ]
    const sent = kind === 'whole' ? whole : faults
    for (const one of sent) await check(one)
    if (kind === 'whole') {
      const tried = sent.map(([method, path]) => `${method} ${path}`)
      expect(operations.filter(({ method, path }) => !tried.includes(`${method} ${path}`))).toEqual([])
    }
  })

  type Sent = readonly [string, string, Readonly<Record<string, string>>, number, unknown?]

  async function begun(chatId: string): Promise<string> {
    const body = JSON.stringify({ id: crypto.randomUUID(), text: 'write 5000 tokens every 5 ms', parentId: null })
    const headers = { 'Content-Type': 'application/json' }
    const answer = await ask(server.address, `/api/chats/${chatId}/turns`, { method: 'POST', headers, body })
    return acceptedSchema.parse(JSON.parse(answer.body)).replyId
  }

  async function orderedExport(): Promise<string> {
    const headers = { 'Content-Type': 'application/json' }
    const answer = await ask(server.address, '/api/exports', { method: 'POST', headers, body: '{}' })
    return exportSchema.parse(JSON.parse(answer.body)).id
  }

  async function begunImport(): Promise<string> {
    const [id, headers] = [crypto.randomUUID(), { 'Content-Type': 'application/json' }]
    await ask(server.address, '/api/imports', { method: 'POST', headers, body: JSON.stringify({ id }) })
    return id
  }

  async function check([method, path, parameters, status, body]: Sent): Promise<void> {
    const inQuery = Object.entries(parameters).filter(([name]) => !path.includes(`{${name}}`))
    const query = inQuery.length === 0 ? '' : `?${new URLSearchParams(inQuery)}`
    const address = path.replace(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? '') + query
    const answer = await ask(server.address, address, {
      method: method.toUpperCase(),
      ...(body !== undefined && {
        headers: { 'Content-Type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    })
    const what = `${method} ${path}: ${answer.body.slice(0, 500)}`
    expect(answer.status, what).toBe(status)
    const operation = operations.find((one) => one.method === method && one.path === path)
    const described = operation?.responses[String(status)]
    expect(described, what).toBeDefined()
    const type = answer.headers['content-type'] ?? ''
    const schema = described?.content?.[type]?.schema
    const isFile = described?.content?.[type] !== undefined && schema === undefined
    // The protocol of logs says itself what their bodies are.
    if (isFile || answer.body === '' || (status < 300 && path.startsWith('/v1/'))) return
    expect(schema, `${what} as ${type}`).toBeDefined()
    const parsed = z.fromJSONSchema(resolved(schema ?? {})).safeParse(JSON.parse(answer.body))
    expect(parsed.error, what).toBeUndefined()
  }

  function resolved(schema: Record<string, unknown>): Record<string, unknown> {
    const reference = schema['$ref']
    if (typeof reference !== 'string') return schema
    return document.components.schemas[reference.replace('#/components/schemas/', '')] ?? {}
  }
})
