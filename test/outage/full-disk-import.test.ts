import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { archiveLine } from '../../src/protocol/archive.ts'
import { importSchema, type Import } from '../../src/protocol/imports.ts'
import { problemSchema } from '../../src/protocol/problem.ts'
import { until } from '../support/house.ts'
import { startSingle, type Single } from '../support/single.ts'
import { openSmallDisk, type SmallDisk } from '../support/small-disk.ts'

const probe = openSmallDisk(4096)
probe?.close()
const name = 'an import onto a disk that is full'

describe.skipIf(probe === undefined)(probe === undefined ? `${name} (needs the right to mount one)` : name, () => {
  let disk: SmallDisk
  let server: Single

  beforeEach(async () => {
    const opened = openSmallDisk(12 * 1024 * 1024)
    if (opened === undefined) throw new Error('a small disk could be mounted a moment ago')
    disk = opened
    server = await startSingle('server', ['--server-port', '0'], { DATA_DIR: join(disk.folder, 'data'), LOOK: 'false' })
  })
  afterEach(async () => {
    server.signal('SIGTERM')
    await server.exited
    disk.close()
  })

  const id = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
  const messages = 100

  function archive(): Buffer {
    const lines = Array.from({ length: messages }, (_, n) => {
      const parentId = n === 0 ? null : id(n)
      const text = `Message ${n}. ${'word '.repeat(6_000)}`
      return archiveLine({
        message: { id: id(n + 1), chatId: id(0), parentId, role: 'user', text, createdAt: n, reply: null },
      })
    })
    const chat = { id: id(0), title: 'Mine', createdAt: 1, updatedAt: 2, head: id(messages) }
    const header = archiveLine({ holdfast: 'archive', version: 1, madeAt: 1, by: 'test' })
    return Buffer.concat([header, archiveLine({ chat }), ...lines, archiveLine({ end: { chats: 1, messages } })])
  }

  const post = (body: object): RequestInit => ({
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${server.address}/api/imports${path}`, init)
  const stateOf = async (answer: Response): Promise<Import> => importSchema.parse(await answer.json())

  test('stops with a fault that says so, and goes on from there when there is room', async () => {
    const own = crypto.randomUUID()
    const file = new Uint8Array(archive())
    await ask('', post({ id: own }))
    disk.fill()
    const refused = await ask(`/${own}?offset=0`, { method: 'PUT', body: file })
    expect(problemSchema.parse(await refused.json())).toMatchObject({ fault: 'disk-full', side: 'server' })
    disk.free()
    const { receivedBytes } = await stateOf(await ask(`/${own}`))
    const sent = await stateOf(
      await ask(`/${own}?offset=${receivedBytes}`, { method: 'PUT', body: file.subarray(receivedBytes) }),
    )
    expect(sent.receivedBytes).toBe(file.length)
    disk.fill()
    const begun = await ask(`/${own}/start`, post({}))
    if (begun.ok) {
      const paused = await ended(own)
      expect(paused).toMatchObject({ state: 'paused', fault: { fault: 'disk-full' } })
    } else {
      expect(problemSchema.parse(await begun.json()).fault).toBe('disk-full')
    }
    disk.free()
    await ask(`/${own}/start`, post({}))
    expect(await ended(own)).toMatchObject({ state: 'done', report: { isWhole: true } })
  })

  async function ended(own: string): Promise<Import> {
    return until(async () => {
      const state = await stateOf(await ask(`/${own}`))
      return state.state === 'running' ? undefined : state
    })
  }
})
