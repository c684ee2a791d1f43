import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startSingle } from '../../../test/support/single.ts'
import { openStories } from '../../../test/support/stored-stories.ts'
import { folderPlace } from './folder.ts'
import { makeBackup } from './make.ts'
import type { Manifest } from './manifest.ts'
import { packedOf } from './names.ts'
import { restore, type Restored } from './restore.ts'

const now = Date.UTC(2026, 2, 10)

let dataDir: string
let manifest: Manifest
let kept: string
let changed: string
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'holdfast-restore-'))
  const stories = await openStories(dataDir)
  kept = await stories.tell('The lighthouse', 2)
  changed = await stories.tell('The harbour', 1)
  await stories.tell('The storm', 3)
  manifest = await backUp()
  stories.close()
})
afterEach(() => rmSync(dataDir, { recursive: true }))

async function backUp(backupPassphraseFile: string | null = null, at = now): Promise<Manifest> {
  const noKeys = { backupS3KeyId: null, backupS3Secret: null, backupPassphraseFile }
  const made = await makeBackup({ dataDir, backupTo: null, ...noKeys, by: 'test', now: at })
  if (!made.ok) throw new Error(made.error.because)
  return made.value.manifest
}

const restoring = (isDryRun = false, backupPassphraseFile: string | null = null) =>
  restore({
    place: folderPlace(join(dataDir, 'backups')),
    name: manifest.name,
    dataDir,
    backupPassphraseFile,
    isDryRun,
    now,
  })

async function restored(isDryRun = false): Promise<Restored> {
  const result = await restoring(isDryRun)
  if (!result.ok) throw new Error(result.error)
  return result.value
}

/** What happened after the backup: one chat is gone, one has gone on and has another title, one is new. */
async function goOn(): Promise<void> {
  const { storage, tell, goOn: sendTo, close } = await openStories(dataDir)
  const storm = (await storage.listChats()).find(({ title }) => title === 'The storm')
  await storage.deleteChat(storm?.id ?? '')
  await storage.patchChat(changed, { title: 'The port' }, now)
  await sendTo(changed, 'and then')
  await tell('The tide', 2)
  close()
}

async function titles(): Promise<readonly string[]> {
  const { storage, close } = await openStories(dataDir)
  const chats = await storage.listChats()
  close()
  return chats.map(({ title }) => title ?? '').toSorted((a, b) => a.localeCompare(b))
}

const databases = () => readdirSync(dataDir).filter((name) => name.endsWith('.db'))

test('a dry run says what would come back, go and differ, and changes nothing', async () => {
  await goOn()
  const before = readFileSync(join(dataDir, 'holdfast.db'))
  const { changes, done } = await restored(true)
  expect(changes).toEqual({
    ok: true,
    value: {
      back: { chats: 1, messages: 6, titles: [{ title: 'The storm', messages: 6 }] },
      lost: {
        chats: 1,
        messages: 6,
        titles: [
          { title: 'The tide', messages: 4 },
          { title: 'The port', messages: 2 },
        ],
      },
      differ: { chats: 1, messages: 0, titles: [] },
    },
  })
  expect(done).toBeNull()
  expect(readFileSync(join(dataDir, 'holdfast.db')).equals(before)).toBe(true)
  expect(databases()).toEqual(['holdfast.db'])
})

test('what was there is set aside whole, and the restored stories begin another history', async () => {
  await goOn()
  const { done } = await restored()
  expect(await titles()).toEqual(['The harbour', 'The lighthouse', 'The storm'])
  expect(done?.history).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(done?.history).not.toBe(manifest.history)
  const { storage, close } = await openStories(dataDir)
  expect(await storage.figures()).toMatchObject({ history: done?.history, restoredFrom: manifest.madeAt })
  close()
  const aside = done?.setAside ?? ''
  expect(databases()).toContain(aside.slice(dataDir.length + 1))
  rmSync(join(dataDir, 'holdfast.db'))
  writeFileSync(join(dataDir, 'holdfast.db'), readFileSync(aside))
  expect(await titles()).toEqual(['The lighthouse', 'The port', 'The tide'])
})

test('into an empty folder everything comes back, and nothing can go', async () => {
  const empty = join(dataDir, 'new', 'data')
  const place = folderPlace(join(dataDir, 'backups'))
  const result = await restore({
    place,
    name: manifest.name,
    dataDir: empty,
    backupPassphraseFile: null,
    isDryRun: false,
    now,
  })
  expect(result).toMatchObject({ ok: true, value: { changes: undefined, done: { setAside: undefined } } })
  const { storage, close } = await openStories(empty)
  expect(await storage.figures()).toMatchObject({ chats: 3, messages: 12 })
  expect((await storage.messages(kept, { branch: undefined, before: undefined, limit: 10 })).ok).toBe(true)
  close()
})

test('a damaged database is set aside as it is, with the note that it is damaged', async () => {
  const file = join(dataDir, 'holdfast.db')
  writeFileSync(file, 'Once upon a time there was a file that was no database at all. '.repeat(100))
  writeFileSync(`${file}.damaged`, '{"foundAt":1,"because":"it is none"}')
  const { changes, done } = await restored()
  expect(changes).toEqual({ ok: false, error: 'file is not a database' })
  expect(readFileSync(done?.setAside ?? '', 'utf8')).toContain('Once upon a time there was a file')
  expect(existsSync(`${done?.setAside}.damaged`)).toBe(true)
  expect(existsSync(`${file}.damaged`)).toBe(false)
  expect(await titles()).toHaveLength(3)
})

describe('nothing is changed', () => {
  afterEach(async () => {
    expect(databases()).toEqual(['holdfast.db'])
    expect(readdirSync(dataDir).filter((name) => name.startsWith('.'))).toEqual([])
  })

  test('when the backup is not what was written', async () => {
    const file = join(dataDir, 'backups', packedOf(manifest.name))
    const bytes = readFileSync(file)
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    writeFileSync(file, bytes)
    const result = await restoring()
    expect(result.ok).toBe(false)
  })

  test('when its manifest says something else than is in it', async () => {
    const file = join(dataDir, 'backups', `${manifest.name}.json`)
    writeFileSync(file, readFileSync(file, 'utf8').replace('"messages": 12', '"messages": 13'))
    const result = await restoring()
    expect(result).toMatchObject({ ok: false, error: expect.stringContaining('is damaged (it holds') })
  })

  test('while a server runs on it', async () => {
    const server = await startSingle('server', ['--server-port', '0'], { DATA_DIR: dataDir, LOOK: 'false' })
    const result = await restoring()
    server.signal('SIGTERM')
    await server.exited
    expect(result).toMatchObject({
      ok: false,
      error: expect.stringMatching(/: stop Holdfast first; nothing was changed$/),
    })
  })

  test('while a server on another machine holds its lease', async () => {
    const { storage, close } = await openStories(dataDir)
    await storage.extendLease({ name: 'other', process: 'another-machine:7:7', until: now + 1_000 })
    close()
    const error = 'a server works with it (another-machine:7:7): stop Holdfast first; nothing was changed'
    expect(await restoring()).toEqual({ ok: false, error })
  })
})

describe('a sealed backup', () => {
  const fileWith = (name: string, passphrase: string): string => {
    const file = join(dataDir, name)
    writeFileSync(file, `${passphrase}\n`)
    return file
  }

  test('is opened by its passphrase and by nothing else', async () => {
    const right = fileWith('right', 'correct horse battery')
    manifest = await backUp(right, now + 1)
    const packed = join(dataDir, 'backups', packedOf(manifest.name))
    expect(readFileSync(packed).toString('latin1')).toMatch(/^HOLDFAST-SEALED\n/)
    expect(manifest).toMatchObject({ sealed: true, rows: { chats: 3 } })
    expect(await restoring(true)).toMatchObject({ ok: false, error: /--passphrase-file/ })
    expect(await restoring(true, fileWith('wrong', 'another'))).toMatchObject({
      ok: false,
      error: /another passphrase/,
    })
    expect(await restoring(true, join(dataDir, 'none'))).toMatchObject({ ok: false, error: /cannot be read/ })
    await goOn()
    expect(await restoring(false, right)).toMatchObject({ ok: true, value: { done: { setAside: /set-aside/ } } })
    expect(await titles()).toEqual(['The harbour', 'The lighthouse', 'The storm'])
    expect(databases().filter((name) => name.includes('restore'))).toEqual([])
  })

  test('is not brought back when one byte of it is another', async () => {
    const file = fileWith('passphrase', 'correct horse battery')
    manifest = await backUp(file, now + 1)
    const packed = join(dataDir, 'backups', packedOf(manifest.name))
    const bytes = readFileSync(packed)
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 40) ^ 1, bytes.length - 40)
    writeFileSync(packed, bytes)
    expect(await restoring(false, file)).toMatchObject({ ok: false })
    expect(await titles()).toEqual(['The harbour', 'The lighthouse', 'The storm'])
  })

  test.for([
    ['is not there', 'none', undefined],
    ['is empty', 'empty', '\n'],
  ] as const)('is not made, and none in the clear, when the file of its passphrase %s', async ([, name, text]) => {
    if (text !== undefined) writeFileSync(join(dataDir, name), text)
    const before = readdirSync(join(dataDir, 'backups'))
    const settings = { dataDir, backupTo: null, backupS3KeyId: null, backupS3Secret: null, by: 'test', now: now + 1 }
    const made = await makeBackup({ ...settings, backupPassphraseFile: join(dataDir, name) })
    expect(made).toMatchObject({ ok: false, error: { fault: 'backup-failed' } })
    expect(readdirSync(join(dataDir, 'backups'))).toEqual(before)
  })
})
