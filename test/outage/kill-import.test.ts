import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { archiveLine } from '../../src/protocol/archive.ts'
import { importSchema, type Import } from '../../src/protocol/imports.ts'
import { canonical } from '../support/archive-house.ts'
import { until } from '../support/house.ts'
import { startSingle, type Single } from '../support/single.ts'

const kills = Number(process.env['KILLS'] ?? 4)
const chats = 40
const messages = 250

let folder: string
let server: Single

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-kill-import-'))
  server = await begin()
})
afterEach(async () => {
  server.signal('SIGKILL')
  await server.exited
  await rm(folder, { recursive: true })
})

function begin(): Promise<Single> {
  const settings = { SYNCHRONOUS: 'normal', DATA_DIR: join(folder, 'data'), LOOK: 'false' }
  return startSingle('server', ['--server-port', '0'], settings)
}

const id = (chat: number, n: number): string => {
  return `00000000-0000-4000-8000-${chat.toString(16).padStart(6, '0')}${n.toString(16).padStart(6, '0')}`
}

function archive(): Buffer {
  const lines = [archiveLine({ holdfast: 'archive', version: 1, madeAt: 1, by: 'test' })]
  for (let chat = 1; chat <= chats; chat++) {
    const chatId = id(chat, 0)
    lines.push(
      archiveLine({
        chat: { id: chatId, title: `Chat ${chat}`, createdAt: 1, updatedAt: 2, head: id(chat, messages) },
      }),
    )
    for (let n = 1; n <= messages; n++) {
      const parentId = n === 1 ? null : id(chat, n - 1)
      const text = `Message ${n} of chat ${chat}. ${'word '.repeat(100)}`
      lines.push(
        archiveLine({ message: { id: id(chat, n), chatId, parentId, role: 'user', text, createdAt: n, reply: null } }),
      )
    }
  }
  return Buffer.concat([...lines, archiveLine({ end: { chats, messages: chats * messages } })])
}

async function imported(path: string, init: RequestInit = {}): Promise<Import> {
  return importSchema.parse(await (await fetch(`${server.address}/api/imports${path}`, init)).json())
}

const post = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

test('an import goes on after each kill of the server, and nothing is missing or there twice', async () => {
  const file = archive()
  const own = crypto.randomUUID()
  await imported('', post({ id: own }))
  await imported(`/${own}?offset=0`, { method: 'PUT', body: new Uint8Array(file) })
  await imported(`/${own}/start`, post({}))
  let seen = 0
  for (let kill = 0; kill < kills; kill++) {
    const before = seen
    const state = await until(async () => {
      const now = await imported(`/${own}`)
      return now.state !== 'running' || now.report.messages.taken > before ? now : undefined
    })
    seen = state.report.messages.taken
    server.signal('SIGKILL')
    await server.exited
    server = await begin()
  }
  const done = await until(async () => {
    const state = await imported(`/${own}`)
    return state.state === 'running' ? undefined : state
  })
  const { report } = done
  expect({ state: done.state, isWhole: report.isWhole, damages: report.damages }).toEqual({
    state: 'done',
    isWhole: true,
    damages: [],
  })
  // What was durable and not yet counted when the server died counts as found here.
  expect(report.messages.taken + report.messages.here).toBe(chats * messages)
  expect(report.messages.differing).toBe(0)
  const again = await fetch(`${server.address}/api/export?format=jsonl`)
  expect(canonical(Buffer.from(await again.arrayBuffer()))).toBe(canonical(file))
})
