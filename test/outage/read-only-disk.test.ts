import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chatListSchema } from '../../src/protocol/chats.ts'
import { healthSchema } from '../../src/protocol/health.ts'
import { ledgerSchema } from '../../src/protocol/ledger.ts'
import { problemSchema } from '../../src/protocol/problem.ts'
import { until } from '../support/house.ts'
import { startSingle, type Single } from '../support/single.ts'
import { openSmallDisk, type SmallDisk } from '../support/small-disk.ts'
import { openStories } from '../support/stored-stories.ts'

const probe = openSmallDisk(4096)
probe?.close()
const name = 'a disk that can only be read'

describe.skipIf(probe === undefined)(probe === undefined ? `${name} (needs the right to mount one)` : name, () => {
  let disk: SmallDisk
  let server: Single
  let chatId: string

  beforeEach(async () => {
    const opened = openSmallDisk(8 * 1024 * 1024)
    if (opened === undefined) throw new Error('a small disk could be mounted a moment ago')
    disk = opened
    const stories = await openStories(disk.folder)
    chatId = await stories.tell('The lighthouse', 2)
    stories.close()
    disk.freeze()
    const settings = { DATA_DIR: disk.folder, LOOK: 'false', BACKENDS: '[]', BACKUP_TO: join(disk.folder, 'backups') }
    server = await startSingle('server', ['--server-port', '0'], settings)
  })
  afterEach(async () => {
    server.signal('SIGTERM')
    const code = await server.exited
    disk.close()
    expect(code).toBe(0)
  })

  const get = async (path: string): Promise<unknown> => (await fetch(server.address + path)).json()

  test('is read, and what is new is refused by name', async () => {
    const { chats } = chatListSchema.parse(await get('/api/chats'))
    expect(chats).toMatchObject([{ id: chatId, title: 'The lighthouse' }])
    const turn = { id: crypto.randomUUID(), text: 'and then' }
    const refused = await fetch(`${server.address}/api/chats/${chatId}/turns`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(turn),
    })
    expect(refused.status).toBe(503)
    expect(problemSchema.parse(await refused.json())).toMatchObject({ fault: 'storage-read-only', side: 'server' })
    expect(ledgerSchema.parse(await get('/api/ledger'))).toMatchObject({
      messages: 4,
      storageFault: { fault: 'storage-read-only' },
    })
    await until(async () => healthSchema.parse(await get('/healthz')).fault === 'storage-read-only')
    expect(healthSchema.parse(await get('/healthz')).state).toBe('reading')
  })
})
