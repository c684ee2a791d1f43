import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { manifestPath } from '#protocol/status-snapshot.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { keptLog } from '../../../test/fixtures/kept-log.ts'
import { failingBoard, quietBoard } from '../../../test/support/boards.ts'
import { manualClock } from '../../../test/support/clock.ts'
import { openSmallDisk } from '../../../test/support/small-disk.ts'
import { snapshotFiles } from './files.ts'
import { SnapshotKeeper } from './keeper.ts'
import { keyFileName, openKey } from './key.ts'
import { publicPart } from './signing.ts'
import { verifySnapshot, type ReadFile } from './verify.ts'
import { writeSnapshot } from './write.ts'

const processes = {
  others: [],
  own: { process: 'status', version: 'test', protocol: 1, state: 'ready', upMs: 1 },
  edge: 'http://127.0.0.1:8521',
} as const
const { privateKey: key } = generateKeyPairSync('ed25519')
const filesOf = (board = failingBoard()): Map<string, string> =>
  new Map(snapshotFiles({ board, processes, troubles: [], key }))

async function folderForTest(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-snapshot-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

const readIn =
  (folder: string): ReadFile =>
  async (path) => {
    try {
      return ok(await readFile(join(folder, path)))
    } catch (error) {
      return fail(String(error))
    }
  }
const readOf =
  (files: ReadonlyMap<string, string>): ReadFile =>
  async (path) => {
    const text = files.get(path)
    return text === undefined ? fail(`${path} is missing`) : ok(Buffer.from(text))
  }

describe('a snapshot', () => {
  test('has every page, feed and document, each with its age, and links that work in any folder', () => {
    const files = filesOf()
    for (const path of [
      'index.html',
      'history.html',
      'i/2gztsrksff0v.html',
      'i/k3v8q0s1m7tz.html',
      'board.json',
      'history.atom',
      'api/v2/incidents/unresolved.json',
      'badge.svg',
      'page.js',
    ]) {
      expect(files.has(path), path).toBe(true)
    }
    for (const [path, text] of files) {
      if (!path.endsWith('.html')) continue
      expect(text, path).toContain('This is how things stood on')
      expect(text, path).toContain('http-equiv="Content-Security-Policy"')
      const folder = new URL(`https://bucket.example/some/where/${path}`)
      const targets = [...text.matchAll(/(?:href|src)="((?!https?:|#)[^"]*)"/g)].map(
        ([, target = '']) => new URL(target, folder).pathname,
      )
      expect(targets.length).toBeGreaterThan(5)
      for (const target of targets)
        expect(files.has(target.replace('/some/where/', '')), `${path} to ${target}`).toBe(true)
    }
  })

  test('is what was signed, until a file of it is another, is missing, or is signed by somebody else', async () => {
    const files = filesOf()
    const checked = await verifySnapshot(readOf(files), publicPart(key))
    expect(checked).toMatchObject({ ok: true, value: { manifest: { name: 'Holdfast' } } })
    const changed = new Map(files).set('index.html', files.get('index.html')?.replace('The server', 'Nobody') ?? '')
    expect(await verifySnapshot(readOf(changed))).toEqual({ ok: false, error: 'index.html is not what was signed' })
    const less = new Map([...files].filter(([path]) => path !== 'history.rss'))
    expect(await verifySnapshot(readOf(less))).toEqual({ ok: false, error: 'history.rss is missing' })
    const { privateKey: other } = generateKeyPairSync('ed25519')
    expect(await verifySnapshot(readOf(files), publicPart(other))).toMatchObject({
      ok: false,
      error: expect.stringContaining('not of this key'),
    })
    expect(await verifySnapshot(readOf(new Map(files).set(manifestPath, '{}')))).toMatchObject({ ok: false })
  })

  test('that is written anew while it is read is read again', async () => {
    const [before, after] = [filesOf(failingBoard()), filesOf(quietBoard())]
    let current = before
    const read: ReadFile = async (path) => {
      const content = await readOf(current)(path)
      if (path === manifestPath) current = after
      return content
    }
    expect(await verifySnapshot(read)).toMatchObject({ ok: true })
  })
})

describe('the folder', () => {
  test('holds the newest snapshot and no page of an incident that is no more', async () => {
    const folder = await folderForTest()
    expect(await writeSnapshot(folder, filesOf(failingBoard()))).toEqual(ok(null))
    await writeFile(join(folder, 'i', 'notes.txt'), 'not ours')
    expect(await writeSnapshot(folder, filesOf(quietBoard()))).toEqual(ok(null))
    expect(await readdir(join(folder, 'i'))).toEqual(['notes.txt'])
    expect(await readFile(join(folder, 'index.html'), 'utf8')).toContain('Everything we watch works')
    expect(await verifySnapshot(readIn(folder))).toMatchObject({ ok: true })
    expect(await readdir(folder)).not.toContain('.writing')
  })

  test('keeps what it has, whole, when the disk is full', async ({ skip }) => {
    const disk = openSmallDisk(600_000)
    if (disk === undefined) return skip('no disk can be mounted here')
    onTestFinished(disk.close)
    expect(await writeSnapshot(disk.folder, filesOf(failingBoard()))).toEqual(ok(null))
    disk.fill()
    expect(await writeSnapshot(disk.folder, filesOf(quietBoard()))).toMatchObject({
      ok: false,
      error: expect.stringContaining('ENOSPC'),
    })
    expect(await readFile(join(disk.folder, 'index.html'), 'utf8')).toContain('The server does not accept connections')
    expect(await verifySnapshot(readIn(disk.folder))).toMatchObject({ ok: true })
    disk.free()
    expect(await writeSnapshot(disk.folder, filesOf(quietBoard()))).toEqual(ok(null))
  })
})

test('the key is made once, for nobody else to read, and stays the same', async () => {
  const folder = await folderForTest()
  const [first, again] = [await openKey(folder), await openKey(folder)]
  if (!first.ok || !again.ok) throw new Error('there is no key')
  expect(publicPart(again.value)).toEqual(publicPart(first.value))
  expect((await stat(join(folder, keyFileName))).mode & 0o777).toBe(0o600)
  await writeFile(join(folder, keyFileName), 'nonsense')
  expect(await openKey(folder)).toMatchObject({ ok: false, error: expect.stringContaining('cannot be read as a key') })
})

test('a snapshot is written at every change, one at a time, and now and then without any', async () => {
  const clock = manualClock()
  let tell = (): void => {}
  let written = 0
  let outcome: Outcome<null, string> = ok(null)
  const log = keptLog()
  const keeper = new SnapshotKeeper({
    folder: '/nowhere',
    clock,
    log,
    onChange: (told) => ((tell = told), () => {}),
    write: async () => ((written += 1), outcome),
  })
  await clock.advance(500)
  expect(written).toBe(1)
  for (let change = 0; change < 5; change++) tell()
  await clock.advance(500)
  expect(written).toBe(2)
  outcome = fail('ENOSPC: no space left on device')
  await clock.advance(300_000)
  expect(written).toBe(3)
  expect(keeper.trouble).toMatchObject({ because: 'ENOSPC: no space left on device' })
  const since = keeper.trouble?.since
  await clock.advance(300_000)
  expect(keeper.trouble?.since).toBe(since)
  outcome = ok(null)
  tell()
  await clock.advance(500)
  expect(keeper.trouble).toBe(undefined)
  expect(log.lines.map(({ level }) => level)).toEqual(['error', 'info'])
  await keeper.close()
  tell()
  await clock.advance(600_000)
  expect(written).toBe(5)
})
