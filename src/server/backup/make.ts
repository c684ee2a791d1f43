import { mkdir, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { FaultId } from '#protocol/faults.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { databaseName } from '../database/made.ts'
import { isDamage } from '#sqlite/storage-failure.ts'
import { passphraseIn } from '../passphrase.ts'
import type { Manifest } from './manifest.ts'
import { nameAt } from './names.ts'
import { folderOf, openPlace, type PlaceSettings } from './open-place.ts'
import { pack, readBack, type Packed } from './pack.ts'
import type { BackupPlace } from './place.ts'
import { expired, usualRetention } from './retention.ts'
import { noRoom } from './room.ts'
import type { Contents } from './sqlite/contents.ts'
import { snapshot } from './sqlite/snapshot.ts'
import { damageOf, whatIsWrong } from './sqlite/verify.ts'
import { removeGently, syncFile } from './sync.ts'

export interface BackupOrder extends PlaceSettings {
  /** The version of Holdfast that makes it. */
  readonly by: string
  readonly now: number
}

export interface Cleared {
  /** Those that were too old to be kept. */
  readonly removed: readonly string[]
  /** Why not all of those could be removed. */
  readonly notRemoved: string | null
}

export interface MadeBackup extends Cleared {
  readonly manifest: Manifest
  /** Where it lies, in words. */
  readonly to: string
}

export interface BackupFailure {
  readonly fault: FaultId
  readonly because: string
}

/** Copies the database, verifies the copy, puts it where backups are kept, and clears away those that are too old. */
export async function makeBackup(order: BackupOrder): Promise<Outcome<MadeBackup, BackupFailure>> {
  const passphrase = await passphraseIn(order.backupPassphraseFile)
  // What was to be sealed is never kept in the clear instead.
  if (!passphrase.ok) return fail({ fault: 'backup-failed', because: passphrase.error })
  const work = folderOf(order)
  const unfinished = join(work, `.${nameAt(order.now)}-${process.pid}.partial`)
  // In the clear it lies nowhere but where the stories lie in the clear anyway.
  const copy = passphrase.value === undefined ? unfinished : join(order.dataDir, basename(unfinished))
  try {
    await mkdir(work, { recursive: true, mode: 0o700 })
  } catch (error) {
    return fail({ fault: 'backup-failed', because: wordsOf(error) })
  }
  try {
    for (const folder of new Set([work, dirname(copy)])) {
      await clearUnfinished(folder, order.now)
      const full = await noRoom(folder, await neededBytes(order.dataDir))
      if (full !== undefined) return fail({ fault: 'backup-no-room', because: full })
    }
    return await copyAndPut(order, { copy, packed: `${unfinished}.zst`, passphrase: passphrase.value })
  } catch (error) {
    return fail({ fault: isDamage(error) ? 'database-damaged' : 'backup-failed', because: wordsOf(error) })
  } finally {
    for (const file of [copy, `${copy}-journal`, `${unfinished}.zst`]) await removeGently(file)
  }
}

interface Unfinished {
  readonly copy: string
  readonly packed: string
  readonly passphrase: string | undefined
}

async function copyAndPut(order: BackupOrder, files: Unfinished): Promise<Outcome<MadeBackup, BackupFailure>> {
  const source = join(order.dataDir, databaseName)
  const contents = await snapshot(source, files.copy)
  const wrong = whatIsWrong(files.copy, contents)
  // A copy of a damaged file is damaged, and a disk may have damaged a good one: the source itself says which.
  if (wrong !== undefined) {
    return fail({ fault: damageOf(source) === undefined ? 'backup-failed' : 'database-damaged', because: wrong })
  }
  const packed = await packVerified(files)
  if (!packed.ok) return packed
  const manifest = manifestFor(order, contents, packed.value)
  const place = await openPlace(order)
  await place.put(files.packed, manifest)
  return ok({ manifest, to: place.says, ...(await clearExpired(place)) })
}

function manifestFor({ now, by, backupPassphraseFile }: BackupOrder, contents: Contents, packed: Packed): Manifest {
  const sealed = backupPassphraseFile === null ? {} : { sealed: true as const }
  return { holdfast: 'backup', version: 1, name: nameAt(now), madeAt: now, by, ...contents, ...sealed, ...packed }
}

async function packVerified({ copy, packed: file, passphrase }: Unfinished): Promise<Outcome<Packed, BackupFailure>> {
  const packed = await pack(copy, file, passphrase)
  await syncFile(file)
  const { database } = await readBack(file, passphrase)
  if (database.sha256 === packed.database.sha256) return ok(packed)
  return fail({ fault: 'backup-failed', because: 'the compressed copy is not what was written when it is read back' })
}

/** The copy, and the compressed copy, which is smaller but for files that nobody has. */
async function neededBytes(dataDir: string): Promise<number> {
  const sizes = await Promise.all(['', '-wal'].map((ending) => sizeOf(join(dataDir, databaseName + ending))))
  return 2 * sizes.reduce((sum, size) => sum + size, 0)
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch {
    return 0 // there is no log right now
  }
}

/** The backup is made, whatever happens here. */
async function clearExpired(place: BackupPlace): Promise<Cleared> {
  const removed: string[] = []
  try {
    for (const { name } of expired(await place.list(), usualRetention)) {
      await place.remove(name)
      removed.push(name)
    }
    return { removed, notRemoved: null }
  } catch (error) {
    return { removed, notRemoved: wordsOf(error) }
  }
}

// Longer than one that is still being written goes without a change.
const abandonedMs = 3_600_000

/** What a process left behind that was killed in the middle of a backup. */
async function clearUnfinished(folder: string, now: number): Promise<void> {
  const files = (await readdir(folder)).filter((file) => /^\.holdfast-.*\.partial(\.zst|-journal)?$/.test(file))
  for (const file of files) {
    const path = join(folder, file)
    if ((await stat(path)).mtimeMs < now - abandonedMs) await removeGently(path)
  }
}

/** What the disk or the other side said, for the operator. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
