import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { passphraseIn } from '../passphrase.ts'
import { databaseName } from '../database/made.ts'
import { wordsOf } from './make.ts'
import type { Manifest } from './manifest.ts'
import { unpack } from './pack.ts'
import type { BackupPlace } from './place.ts'
import { noRoom } from './room.ts'
import { changes, type Changes } from './sqlite/compare.ts'
import { contentsIn } from './sqlite/contents.ts'
import { beginAnew, putBack, putInPlace, setAside } from './sqlite/exchange.ts'
import { userOf } from './sqlite/users.ts'
import { damageOf, whatIsWrong } from './sqlite/verify.ts'

export interface RestoreOrder {
  readonly place: BackupPlace
  readonly name: string
  readonly dataDir: string
  /** The file whose first line is the passphrase, where the backup may be sealed. */
  readonly backupPassphraseFile: string | null
  /** Only says what would change. */
  readonly isDryRun: boolean
  readonly now: number
}

export interface Restored {
  readonly manifest: Manifest
  /** Against the present database; undefined where there is none. The error is why it cannot be read. */
  readonly changes: Outcome<Changes, string> | undefined
  /** Null after a dry run. */
  readonly done: { readonly setAside: string | undefined; readonly history: string | null } | null
}

/** Brings a backup back. Nothing is overwritten: what was there is set aside. The error ends a sentence. */
export async function restore(order: RestoreOrder): Promise<Outcome<Restored, string>> {
  const dataDir = resolve(order.dataDir)
  const fetched = join(dataDir, `.holdfast-restore-${process.pid}.db`)
  try {
    await mkdir(dataDir, { recursive: true })
    const manifest = await order.place.manifest(order.name)
    const wrong = await fetchVerified(order, manifest, fetched)
    if (wrong !== undefined) return fail(wrong)
    const file = join(dataDir, databaseName)
    const compared = existsSync(file) ? changes(file, fetched) : undefined
    if (order.isDryRun) return ok({ manifest, changes: compared, done: null })
    const done = await exchange({ file, fetched, madeAt: manifest.madeAt, now: order.now })
    return done.ok ? ok({ manifest, changes: compared, done: done.value }) : done
  } catch (error) {
    return fail(wordsOf(error))
  } finally {
    for (const path of [fetched, `${fetched}-journal`, `${fetched}.zst`]) await rm(path, { force: true })
  }
}

/** What is wrong with the backup; undefined when it lies at `to` and is sound. */
async function fetchVerified(
  { place, name, dataDir, backupPassphraseFile }: RestoreOrder,
  manifest: Manifest,
  to: string,
): Promise<string | undefined> {
  const full = await noRoom(dataDir, manifest.sizeBytes + manifest.database.sizeBytes)
  if (full !== undefined) return full
  const passphrase = await passphraseIn(manifest.sealed === true ? backupPassphraseFile : null)
  if (!passphrase.ok) return passphrase.error
  await place.fetch(name, `${to}.zst`)
  const { sha256, database } = await unpack(`${to}.zst`, to, passphrase.value)
  await rm(`${to}.zst`)
  if (sha256 !== manifest.sha256 || database.sha256 !== manifest.database.sha256) {
    return `${name} is not what was written when it was made (its checksum differs): choose another`
  }
  const { history, rows, orphans } = manifest
  const wrong = whatIsWrong(to, { history, rows, orphans })
  return wrong === undefined ? undefined : `${name} is damaged (${wrong}): choose another`
}

interface Exchange {
  readonly file: string
  readonly fetched: string
  /** When the copy was made. */
  readonly madeAt: number
  readonly now: number
}

async function exchange({
  file,
  fetched,
  madeAt,
  now,
}: Exchange): Promise<Outcome<NonNullable<Restored['done']>, string>> {
  const user = existsSync(file) ? userOf(file, now) : undefined
  if (user !== undefined) return fail(inUse(user))
  await beginAnew(fetched, madeAt)
  const damage = damageOf(fetched)
  if (damage !== undefined) return fail(`the restored copy is damaged on this disk (${damage}); nothing was changed`)
  const aside = await setAside(file, now)
  // A server that started in between has it open under its new name.
  const late = aside === undefined ? undefined : userOf(aside, now)
  if (aside !== undefined && late !== undefined) {
    await putBack(aside, file)
    return fail(inUse(late))
  }
  await putInPlace(fetched, file)
  return ok({ setAside: aside, history: contentsIn(file).history })
}

function inUse(user: string): string {
  return `${user}: stop Holdfast first; nothing was changed`
}
