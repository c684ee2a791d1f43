import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { makeBackup, wordsOf, type BackupFailure, type BackupOrder, type MadeBackup } from './backup/make.ts'
import { openPlace, type PlaceSettings } from './backup/open-place.ts'
import type { BackupPlace, StoredBackup } from './backup/place.ts'
import { restore, type Restored } from './backup/restore.ts'
import { sourceOf } from './backup/source.ts'
import { databaseName } from './database/made.ts'

/** Makes a backup now, in this process. A server may run and write meanwhile. */
export async function backUp(order: BackupOrder): Promise<Outcome<MadeBackup, BackupFailure>> {
  if (existsSync(join(order.dataDir, databaseName))) return makeBackup(order)
  return fail({ fault: 'backup-failed', because: `there is no database in ${order.dataDir}` })
}

export interface FoundBackups {
  readonly place: BackupPlace
  /** Youngest first. */
  readonly backups: readonly StoredBackup[]
  /** The one that was asked for; undefined when none was. */
  readonly chosen: StoredBackup | undefined
}

/** The backups that are there. `from` as `holdfast restore` takes it. The error is a sentence. */
export async function findBackups(
  settings: PlaceSettings,
  from: string | undefined,
): Promise<Outcome<FoundBackups, string>> {
  const source = from === 'newest' ? sourceOf(undefined) : sourceOf(from)
  if (source === undefined) {
    return fail(
      `\`${from}\` is neither the name nor the file of a backup, nor a folder of backups: \`holdfast restore\` lists those that are there.`,
    )
  }
  try {
    const place = await openPlace({ ...settings, backupTo: source.to ?? settings.backupTo })
    const backups = await place.list()
    const chosen = from === 'newest' ? backups[0] : backups.find(({ name }) => name === source.name)
    if (chosen !== undefined || (source.name === undefined && from !== 'newest')) return ok({ place, backups, chosen })
    return fail(
      `There is no ${from === 'newest' ? 'backup' : `whole backup ${source.name}`} in ${place.says}: \`holdfast restore\` lists those that are there.`,
    )
  } catch (error) {
    return fail(
      `The backups in ${source.to ?? settings.backupTo ?? 'the data folder'} cannot be listed (${wordsOf(error)}): check the place and its rights.`,
    )
  }
}

export interface BringBack {
  readonly place: BackupPlace
  readonly chosen: StoredBackup
  readonly dataDir: string
  readonly backupPassphraseFile: string | null
  readonly isDryRun: boolean
  readonly now: number
}

/** Brings a backup back, or says what that would change. The error is a sentence. */
export async function bringBack({ chosen, ...order }: BringBack): Promise<Outcome<Restored, string>> {
  const restored = await restore({ ...order, name: chosen.name })
  return restored.ok ? restored : fail(`The backup cannot be restored: ${restored.error}.`)
}

export type { Restored }
