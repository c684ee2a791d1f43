import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSmallDisk } from '../../../test/support/small-disk.ts'
import { openStories, type Stories } from '../../../test/support/stored-stories.ts'
import { makeBackup } from './make.ts'
import { nameAt } from './names.ts'
import { unpack } from './pack.ts'

const day = 86_400_000
const now = Date.UTC(2026, 2, 10)

let dataDir: string
let stories: Stories
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'holdfast-make-'))
  stories = await openStories(dataDir)
})
afterEach(() => {
  stories.close()
  rmSync(dataDir, { recursive: true })
})

const noKeys = { backupS3KeyId: null, backupS3Secret: null, backupPassphraseFile: null, by: 'test' }
const make = (at = now, folder = dataDir) => makeBackup({ dataDir: folder, backupTo: null, ...noKeys, now: at })
const kept = (): string[] => readdirSync(join(dataDir, 'backups')).toSorted()

async function made(at?: number) {
  const backup = await make(at)
  if (!backup.ok) throw new Error(backup.error.because)
  return backup.value
}

test('a backup is the database at one moment, compressed, with a manifest beside it', async () => {
  await stories.tell('The lighthouse', 3)
  const { manifest } = await made()
  const { history } = await stories.storage.figures()
  expect(manifest).toMatchObject({ name: nameAt(now), madeAt: now, history, rows: { chats: 1, messages: 6, logs: 3 } })
  expect(kept()).toEqual([`${nameAt(now)}.db.zst`, `${nameAt(now)}.json`])
  const copy = join(dataDir, 'copy.db')
  await unpack(join(dataDir, 'backups', `${nameAt(now)}.db.zst`), copy)
  const sqlite = new DatabaseSync(copy, { readOnly: true })
  expect(sqlite.prepare('select title from chats').all()).toMatchObject([{ title: 'The lighthouse' }])
  sqlite.close()
  expect(existsSync(`${copy}-wal`)).toBe(false)
})

test('what is written meanwhile is in it whole or not at all', async () => {
  const id = await stories.tell('The lighthouse', 1)
  let isOver = false
  const writing = (async () => {
    let turns = 1
    for (; !isOver; turns++) await stories.goOn(id, 'and then '.repeat(200))
    return turns
  })()
  const { manifest } = await made()
  isOver = true
  const turns = await writing
  const { messages = 0, turns: accepted = 0 } = manifest.rows
  expect(messages).toBe(2 * accepted)
  expect(accepted).toBeLessThanOrEqual(turns)
})

test('those that are too old are removed, and nothing else', async () => {
  for (const days of [400, 300, 9, 8, 7, 6, 5, 4, 3, 2]) await made(now - days * day)
  writeFileSync(join(dataDir, 'backups', 'letter.txt'), 'mine')
  const { removed, notRemoved } = await made()
  expect({ removed, notRemoved }).toEqual({ removed: [nameAt(now - 8 * day)], notRemoved: null })
  expect(kept()).toContain('letter.txt')
  expect(kept()).toContain(`${nameAt(now - 400 * day)}.json`)
})

test('what a backup left behind that was killed is cleared away, but not what another writes now', async () => {
  mkdirSync(join(dataDir, 'backups'))
  const [old, young] = [`.${nameAt(1)}-7.partial`, `.${nameAt(2)}-8.partial.zst`]
  for (const name of [old, young]) writeFileSync(join(dataDir, 'backups', name), 'half')
  utimesSync(join(dataDir, 'backups', old), new Date(now - 2 * 3_600_000), new Date(now - 2 * 3_600_000))
  utimesSync(join(dataDir, 'backups', young), new Date(now - 60_000), new Date(now - 60_000))
  await made()
  expect(kept()).not.toContain(old)
  expect(kept()).toContain(young)
})

test('a damaged database is said to be damaged, and no copy of it is kept', async () => {
  await stories.tell('The lighthouse', 200)
  stories.close()
  const file = join(dataDir, 'holdfast.db')
  const bytes = readFileSync(file)
  bytes.fill(0xa5, 5 * 4096, 9 * 4096)
  writeFileSync(file, bytes)
  expect(await make()).toMatchObject({ ok: false, error: { fault: 'database-damaged' } })
  expect(kept()).toEqual([])
  expect(readFileSync(file).equals(bytes)).toBe(true)
  rmSync(file)
  stories = await openStories(dataDir)
})

describe('a backup that cannot be made', () => {
  test('because the folder cannot be made says what the system says', async () => {
    writeFileSync(join(dataDir, 'backups'), 'in the way')
    expect(await make()).toMatchObject({ ok: false, error: { fault: 'backup-failed', because: /EEXIST/ } })
  })

  const probe = openSmallDisk(4096)
  probe?.close()
  test.skipIf(probe === undefined)('because the disk is nearly full fills no disk', async () => {
    const disk = openSmallDisk(16 * 1024 * 1024)
    if (disk === undefined) throw new Error('a small disk could be mounted a moment ago')
    try {
      const small = await openStories(disk.folder)
      await small.tell('The lighthouse', 3)
      const refused = await make(now, disk.folder)
      small.close()
      expect(refused).toMatchObject({ ok: false, error: { fault: 'backup-no-room' } })
      expect(refused.ok ? '' : refused.error.because).toMatch(
        /has \d+ MB free, and \d+ MB are needed beside the \d+ MB/,
      )
      expect(readdirSync(join(disk.folder, 'backups'))).toEqual([])
    } finally {
      disk.close()
    }
  })
})
