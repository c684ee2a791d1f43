import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { s3Keys, startS3, type S3Server } from '../../../test/support/s3-server.ts'
import type { Manifest } from './manifest.ts'
import { nameAt } from './names.ts'
import { openPlace } from './open-place.ts'
import { pack } from './pack.ts'
import type { BackupPlace } from './place.ts'

let work: string
let s3: S3Server
beforeAll(async () => {
  // The SDK leaves a global behind when it is loaded.
  await import('./s3.ts')
  s3 = await startS3()
})
afterAll(() => s3.close())
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'holdfast-place-'))
})
afterEach(() => rmSync(work, { recursive: true }))

const keys = { backupS3KeyId: s3Keys.keyId, backupS3Secret: s3Keys.secret, backupPassphraseFile: null }
const folderIn = (): string => join(work, 'kept here')
const placeAt = (backupTo: string): Promise<BackupPlace> => openPlace({ dataDir: work, backupTo, ...keys })

/** A compressed file of this content and its manifest, as `makeBackup` hands them over. */
async function packed(content: Buffer | string, madeAt: number) {
  const raw = join(work, 'raw')
  const file = join(work, 'packed')
  writeFileSync(raw, content)
  const facts = { by: 'test', history: 'a', rows: { chats: 1 }, orphans: 0, ...(await pack(raw, file)) }
  const manifest: Manifest = { holdfast: 'backup', version: 1, name: nameAt(madeAt), madeAt, ...facts }
  return { file, manifest }
}

async function put(place: BackupPlace, content: Buffer | string, madeAt: number): Promise<Manifest> {
  const { file, manifest } = await packed(content, madeAt)
  await place.put(file, manifest)
  return manifest
}

describe.for(['a folder', 'a bucket'])('%s', (kind) => {
  let place: BackupPlace
  beforeEach(async () => {
    place = await placeAt(kind === 'a folder' ? folderIn() : s3.to(crypto.randomUUID()))
  })

  test('that was never used has no backups', async () => {
    expect(await place.list()).toEqual([])
  })

  test('lists what was put there, the youngest first, and gives each back as it was', async () => {
    const manifests = [
      await put(place, 'first', 1_000),
      await put(place, 'second', 3_000),
      await put(place, 'x', 2_000),
    ]
    const [first, second, third] = manifests.map(({ name, madeAt: at, sizeBytes }) => ({ name, at, sizeBytes }))
    expect(await place.list()).toEqual([second, third, first])
    for (const manifest of manifests) {
      expect(await place.manifest(manifest.name)).toEqual(manifest)
      const copy = join(work, 'copy')
      await place.fetch(manifest.name, copy)
      expect(readFileSync(copy)).toHaveLength(manifest.sizeBytes)
    }
    expect(readdirSync(work)).not.toContain('packed')
  })

  test('takes what is larger than one piece', async () => {
    const content = crypto.getRandomValues(new Uint8Array(65_536))
    const large = Buffer.concat(Array.from({ length: 300 }, (_, n) => Buffer.from(content.map((byte) => byte ^ n))))
    // Random bytes do not shrink, but these repeat themselves, so they are made different all along.
    for (let at = 0; at < large.length; at += 4) large.writeUInt32LE((at * 2_654_435_761) >>> 0, at)
    const { file, manifest } = await packed(large, 1_000)
    writeFileSync(file, large)
    const { createHash } = await import('node:crypto')
    const asItIs = { ...manifest, sizeBytes: large.length, sha256: createHash('sha256').update(large).digest('hex') }
    await place.put(file, asItIs)
    await place.fetch(manifest.name, join(work, 'copy'))
    expect(readFileSync(join(work, 'copy')).equals(large)).toBe(true)
  })

  test('removes one and leaves the others', async () => {
    const [older, younger] = [await put(place, 'older', 1_000), await put(place, 'younger', 2_000)]
    await place.remove(older.name)
    expect((await place.list()).map(({ name }) => name)).toEqual([younger.name])
    await expect(place.manifest(older.name)).rejects.toThrow()
  })
})

describe('a folder', () => {
  test('lists nothing that is not whole, and nothing that is not ours', async () => {
    const place = await placeAt(folderIn())
    const { name } = await put(place, 'whole', 1_000)
    writeFileSync(join(folderIn(), `${nameAt(2_000)}.db.zst`), 'without a manifest')
    writeFileSync(join(folderIn(), `${nameAt(3_000)}.json`), readFileSync(join(folderIn(), `${name}.json`)))
    writeFileSync(join(folderIn(), `${nameAt(4_000)}.json`), '{"holdfast":"backup","version":2}')
    writeFileSync(join(folderIn(), 'holdfast-letters.json'), '{}')
    mkdirSync(join(folderIn(), 'mine'))
    expect((await place.list()).map((backup) => backup.name)).toEqual([name])
    writeFileSync(join(folderIn(), `${name}.db.zst`), 'cut')
    expect(await place.list()).toEqual([])
  })
})

describe('a bucket', () => {
  test('that is not there is said by its own words', async () => {
    const place = await placeAt(s3.to('x').replace('stories', 'nowhere'))
    await expect(place.list()).rejects.toThrow('The specified bucket does not exist')
  })

  test('that gives back something else than was sent has taken no backup', async () => {
    const place = await placeAt(s3.to(crypto.randomUUID()))
    const { file, manifest } = await packed('whole', 1_000)
    const other = { ...manifest, sha256: '0'.repeat(64) }
    await expect(place.put(file, other)).rejects.toThrow('is not what was sent when it is read back')
    expect(await place.list()).toEqual([])
  })

  test('is named without a key', async () => {
    const place = await placeAt(s3.to('mine'))
    expect(place.says).toMatch(/^s3:\/\/stories\/mine\/ at http:\/\/127\.0\.0\.1:\d+$/)
  })
})
