import { request } from 'node:http'
import { connect } from 'node:net'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { archiveLine } from '#protocol/archive.ts'
import { exportSchema, importReportSchema, importSchema, type Export, type Import } from '#protocol/imports.ts'
import { problemSchema } from '#protocol/problem.ts'
import { nextPart, open } from '../../../test/fixtures/ask.ts'
import { openFakeBackend, type FakeBackend } from '../../../test/fixtures/fake-backend/server.ts'
import { canonical } from '../../../test/support/archive-house.ts'
import { until } from '../../../test/support/house.ts'
import { runningServer, type RunningServer } from '../../../test/support/running-server.ts'
import { writerAt } from '../../../test/support/writer.ts'

let fake: FakeBackend
let server: RunningServer
let chatId: string
let other: string
const json = { 'Content-Type': 'application/json' }

beforeAll(async () => {
  fake = await openFakeBackend({ behaviour: { tokens: 5, everyMs: 0 } })
  server = await runningServer([{ name: 'fake', baseURL: fake.baseURL, model: 'fake' }])
  const writer = writerAt(server.address)
  chatId = await writer.newChat()
  other = await writer.newChat()
  for (const text of ['Once <b>upon</b> a time', '# And then?']) {
    await writer.follow((await writer.send(chatId, text)).stream)
  }
})
afterAll(async () => {
  await server.stop()
  await fake.close()
})

const at = (path: string): string => server.address + path

function send(path: string, body: Uint8Array | string, init: RequestInit = {}): Promise<Response> {
  return fetch(at(path), { method: 'POST', body: typeof body === 'string' ? body : new Uint8Array(body), ...init })
}

async function archive(query = 'format=jsonl'): Promise<Buffer> {
  return Buffer.from(await (await fetch(at(`/api/export?${query}`))).arrayBuffer())
}

async function importOf(answer: Response): Promise<Import> {
  return importSchema.parse(await answer.json())
}

async function ended(id: string): Promise<Import> {
  return until(async () => {
    const state = await importOf(await fetch(at(`/api/imports/${id}`)))
    return state.state === 'running' ? undefined : state
  })
}

describe('an export that is ordered', () => {
  test.for([
    [{ format: 'jsonl' }, '{"holdfast":'],
    [{ format: 'jsonl', passphrase: 'secret' }, 'HOLDFAST-SEALED\n'],
    [{}, 'PK'],
  ] as const)('as %j is fetched once, by an address that does not say what is in it', async ([order, begins]) => {
    const ordered = await exportOf(await send('/api/exports', JSON.stringify(order), { headers: json }))
    expect(ordered).toEqual({ id: ordered.id, state: 'ordered', sentBytes: 0, file: `/api/exports/${ordered.id}/file` })
    // Whoever looks before fetching takes nothing away.
    expect((await fetch(at(ordered.file), { method: 'HEAD' })).status).toBe(200)
    const file = Buffer.from(await (await fetch(at(ordered.file))).arrayBuffer())
    expect(file.toString('latin1')).toMatch(new RegExp(`^${begins}`))
    expect((await fetch(at(ordered.file))).status).toBe(404)
    const look = await fetch(at(`/api/exports/${ordered.id}`))
    expect(await exportOf(look)).toMatchObject({ state: 'sent', sentBytes: file.length })
  })

  test('and cut off on its way is known to be broken', async () => {
    const { id, file } = await exportOf(await send('/api/exports', '{}', { headers: json }))
    const answer = await fetch(at(file))
    await answer.body?.cancel()
    await until(async () => (await exportOf(await fetch(at(`/api/exports/${id}`)))).state !== 'sending')
  })

  test('names chats that are there, and seals nothing that is for people to read', async () => {
    const unknown = await send('/api/exports', JSON.stringify({ chats: [crypto.randomUUID()] }), { headers: json })
    expect(problemSchema.parse(await unknown.json()).fault).toBe('unknown-chat')
    const readable = { format: 'markdown', passphrase: 'secret' }
    const refused = await send('/api/exports', JSON.stringify(readable), { headers: json })
    expect(problemSchema.parse(await refused.json()).fault).toBe('invalid-request')
  })

  async function exportOf(answer: Response): Promise<Export> {
    return exportSchema.parse(await answer.json())
  }
})

describe('an export', () => {
  test.for([
    ['zip', 'application/zip', 'zip'],
    ['jsonl', 'application/jsonl', 'jsonl'],
    ['markdown', 'text/markdown; charset=utf-8', 'md'],
    ['text', 'text/plain; charset=utf-8', 'txt'],
    ['html', 'text/html; charset=utf-8', 'html'],
  ] as const)('as %s says what it is, and under which name to save it', async ([format, type, ending]) => {
    const answer = await fetch(at(`/api/export?format=${format}`))
    await answer.body?.cancel()
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe(type)
    expect(answer.headers.get('content-disposition')).toMatch(
      new RegExp(`^attachment; filename="holdfast-\\d{4}-\\d\\d-\\d\\d\\.${ending}"; filename\\*=UTF-8''holdfast%20`),
    )
  })

  test('of one chat is named after it; of several, it has those and no other', async () => {
    const answer = await fetch(at(`/api/export?format=text&chat=${chatId}`))
    expect(answer.headers.get('content-disposition')).toContain('filename="Once-b-upon-b-a-time-')
    expect(await answer.text()).not.toContain('Untitled')
    const both = await fetch(at(`/api/export?format=text&chat=${chatId}&chat=${other}`))
    expect(await both.text()).toContain('Untitled')
  })

  test('of a chat that is not there, or in a form that is none, is refused', async () => {
    const none = problemSchema.parse(await (await fetch(at(`/api/export?chat=${crypto.randomUUID()}`))).json())
    expect(none.fault).toBe('unknown-chat')
    const form = problemSchema.parse(await (await fetch(at('/api/export?format=pdf'))).json())
    expect(form.fault).toBe('invalid-request')
  })

  test('as a page holds what was written as text, and nothing that could act', async () => {
    const page = (await archive('format=html')).toString()
    expect(page).toContain('Once &#60;b&#62;upon&#60;/b&#62; a time')
    expect(page).not.toContain('<b>')
    expect(page).not.toContain('<script')
    expect(page).toContain(`default-src 'none'`)
  })

  test('that nobody reads on with is not made on', async () => {
    const text = 'The sea was grey. '.repeat(30_000)
    const id = crypto.randomUUID()
    const ids = Array.from({ length: 60 }, () => crypto.randomUUID())
    const lines = ids.map((_, n) => {
      const parentId = ids[n - 1] ?? null
      const common = { id: ids[n] ?? '', chatId: id, parentId, role: 'user', createdAt: n } as const
      return archiveLine({ message: { ...common, text, reply: null } })
    })
    const chat = { id, title: 'Large', createdAt: 1, updatedAt: 2, head: ids.at(-1) ?? null }
    const head = archiveLine({ holdfast: 'archive', version: 1, madeAt: 1, by: 'test' })
    const end = archiveLine({ end: { chats: 1, messages: 60 } })
    const taken = await send('/api/import', Buffer.concat([head, archiveLine({ chat }), ...lines, end]))
    expect(importReportSchema.parse(await taken.json())).toMatchObject({ isWhole: true, messages: { taken: 60 } })
    const answer = await open(server.address, '/api/export?format=jsonl')
    await nextPart(answer)
    const before = process.memoryUsage().arrayBuffers
    // Everything that could be made without being read would be made while these are answered.
    for (let n = 0; n < 50; n++) await (await fetch(at('/healthz'))).body?.cancel()
    const grownBytes = process.memoryUsage().arrayBuffers - before
    answer.destroy()
    await fetch(at(`/api/chats/${id}`), { method: 'DELETE' })
    // Whatever else is in this process makes some megabytes of noise.
    expect(grownBytes).toBeLessThan((ids.length * text.length) / 2)
    expect(server.log.lines.filter(({ level }) => level === 'error')).toEqual([])
  })

  test('with a passphrase is sealed, and the passphrase is in no address', async () => {
    const body = JSON.stringify({ passphrase: 'correct hörse' })
    const answer = await send('/api/export', body, { headers: json })
    expect(answer.headers.get('content-disposition')).toContain('.holdfast"')
    const sealed = Buffer.from(await answer.arrayBuffer())
    expect(sealed.toString('latin1', 0, 15)).toBe('HOLDFAST-SEALED')
    expect(sealed.includes('Once')).toBe(false)
    const none = problemSchema.parse(await (await send('/api/import', sealed)).json())
    expect(none.fault).toBe('passphrase-needed')
    const headers = { 'Holdfast-Passphrase': encodeURIComponent('correct hörse') }
    const taken = await send('/api/import', sealed, { headers })
    expect(importReportSchema.parse(await taken.json())).toMatchObject({ isWhole: true, messages: { here: 4 } })
  })
})

describe('an import in one request', () => {
  test('brings back what was deleted, replies with their logs, and a turn sent again makes nothing new', async () => {
    const writer = writerAt(server.address)
    const mine = await writer.newChat()
    const turn = JSON.stringify({ id: crypto.randomUUID(), text: 'Sent twice' })
    const accepted: unknown = await (await send(`/api/chats/${mine}/turns`, turn, { headers: json })).json()
    const { stream } = isAccepted(accepted) ? accepted : { stream: '' }
    const { text } = await writer.follow(stream)
    const before = await archive(`format=jsonl&chat=${mine}`)
    await fetch(at(`/api/chats/${mine}`), { method: 'DELETE' })
    const report = importReportSchema.parse(await (await send('/api/import', before)).json())
    expect(report).toMatchObject({ isWhole: true, chats: { taken: 1 }, messages: { taken: 2 } })
    expect(canonical(await archive(`format=jsonl&chat=${mine}`))).toBe(canonical(before))
    expect((await writer.follow(stream)).text).toBe(text)
    expect(await (await send(`/api/chats/${mine}/turns`, turn, { headers: json })).json()).toEqual(accepted)
    expect(canonical(await archive(`format=jsonl&chat=${mine}`))).toBe(canonical(before))
  })

  test('of what is no archive, or of too much, says so', async () => {
    const nonsense = problemSchema.parse(await (await send('/api/import', 'Once upon a time')).json())
    expect(nonsense).toMatchObject({ fault: 'not-an-archive', status: 422 })
    const bomb = zipSync({ 'archive.jsonl': new Uint8Array(80_000_000) }, { level: 1 })
    const refused = problemSchema.parse(await (await send('/api/import', bomb)).json())
    expect(refused).toMatchObject({ fault: 'archive-too-large', report: { messages: { taken: 0 } } })
  })

  test('that breaks off has taken what was whole, and is no mistake of the server', async () => {
    const lines = await archive()
    const { port } = new URL(server.address)
    const head = ['POST /api/import HTTP/1.1', 'Host: localhost', `Content-Length: ${lines.length}`]
    const socket = connect(Number(port), '127.0.0.1')
    await new Promise<void>((resolve) => void socket.write(`${head.join('\r\n')}\r\n\r\n`, () => resolve()))
    await new Promise<void>((resolve) => void socket.write(lines.subarray(0, lines.length - 20), () => resolve()))
    socket.destroy()
    for (let n = 0; n < 3; n++) await (await fetch(at('/healthz'))).body?.cancel()
    expect(server.log.lines.filter(({ level }) => level === 'error')).toEqual([])
  })

  test('from a page of another site is refused', async () => {
    const answer = await send('/api/import', 'x', { headers: { Origin: 'https://elsewhere.example' } })
    expect(problemSchema.parse(await answer.json()).fault).toBe('cross-site')
  })
})

describe('an import that is uploaded first', () => {
  const begin = async (id: string): Promise<Import> =>
    importOf(await send('/api/imports', JSON.stringify({ id }), { headers: json }))
  const put = (id: string, offset: number, part: Uint8Array) =>
    fetch(at(`/api/imports/${id}?offset=${offset}`), { method: 'PUT', body: new Uint8Array(part) })
  const start = (id: string, body: object = {}) =>
    send(`/api/imports/${id}/start`, JSON.stringify(body), { headers: json })

  test('takes parts in order, some of them twice, and says how far it is', async () => {
    const id = crypto.randomUUID()
    const lines = await archive()
    expect(await begin(id)).toMatchObject({ id, state: 'receiving', receivedBytes: 0 })
    const half = Math.floor(lines.length / 2)
    expect(await importOf(await put(id, 0, lines.subarray(0, half)))).toMatchObject({ receivedBytes: half })
    const gap = problemSchema.parse(await (await put(id, half + 1, lines.subarray(half + 1))).json())
    expect(gap).toMatchObject({ fault: 'import-gap', receivedBytes: half })
    await put(id, half - 10, lines.subarray(half - 10, half + 10))
    expect(await begin(id)).toMatchObject({ receivedBytes: half + 10 })
    await put(id, half, lines.subarray(half))
    expect((await start(id)).status).toBe(202)
    const { state, report, readBytes, receivedBytes } = await ended(id)
    expect({ state, isWhole: report.isWhole, taken: report.messages.taken }).toEqual({
      state: 'done',
      isWhole: true,
      taken: 0,
    })
    expect([readBytes, receivedBytes]).toEqual([lines.length, lines.length])
    expect(await importOf(await start(id))).toMatchObject({ state: 'done' })
    expect(problemSchema.parse(await (await put(id, 0, lines)).json()).fault).toBe('import-under-way')
  })

  test('an upload that breaks off goes on from what has come', async () => {
    const id = crypto.randomUUID()
    const lines = await archive()
    await begin(id)
    const broken = request(at(`/api/imports/${id}?offset=0`), {
      method: 'PUT',
      headers: { 'Content-Length': lines.length },
    })
    broken.on('error', () => undefined)
    broken.write(lines.subarray(0, 1000))
    const { receivedBytes } = await until(async () => {
      const state = await begin(id)
      return state.receivedBytes > 0 ? state : undefined
    })
    broken.destroy()
    await put(id, receivedBytes, lines.subarray(receivedBytes))
    await start(id)
    expect(await ended(id)).toMatchObject({ state: 'done', report: { isWhole: true } })
  })

  test('a sealed one waits for its passphrase, as often as it takes', async () => {
    const id = crypto.randomUUID()
    const answer = await send('/api/export', JSON.stringify({ passphrase: 'right' }), { headers: json })
    await begin(id)
    await put(id, 0, Buffer.from(await answer.arrayBuffer()))
    await start(id)
    expect(await ended(id)).toMatchObject({ state: 'paused', fault: { fault: 'passphrase-needed' } })
    await start(id, { passphrase: 'wrong' })
    expect(await ended(id)).toMatchObject({ state: 'refused', fault: { fault: 'passphrase-wrong' } })
    await start(id, { passphrase: 'right' })
    expect(await ended(id)).toMatchObject({ state: 'done', fault: null, report: { isWhole: true } })
  })

  test('started by many at once, it runs once', async () => {
    const id = crypto.randomUUID()
    const lines = await archive()
    await begin(id)
    await put(id, 0, lines)
    const begun = await Promise.all(Array.from({ length: 8 }, () => start(id)))
    expect(begun.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 202))
    expect(await ended(id)).toMatchObject({ state: 'done', report: { isWhole: true, messages: { taken: 0 } } })
    const runs = () =>
      server.log.lines.filter(({ event, fields }) => event === 'import-ended' && fields['import'] === id)
    // It is written down a moment after it has ended.
    await expect.poll(runs).toHaveLength(1)
  })

  test('can be forgotten, and is not found then', async () => {
    const id = crypto.randomUUID()
    await begin(id)
    expect((await fetch(at(`/api/imports/${id}`), { method: 'DELETE' })).status).toBe(204)
    for (const answer of [await fetch(at(`/api/imports/${id}`)), await put(id, 0, Buffer.from('x')), await start(id)]) {
      expect(problemSchema.parse(await answer.json()).fault).toBe('unknown-import')
    }
    expect((await fetch(at('/api/imports/7'))).status).toBe(400)
  })
})

function isAccepted(value: unknown): value is { readonly stream: string } {
  return typeof value === 'object' && value !== null && 'stream' in value
}
