import { resolve } from 'node:path'
import { folderPlace } from './folder.ts'
import type { BackupPlace } from './place.ts'
import { isS3, parseS3 } from './s3-address.ts'

/** Where backups are kept, as the settings say it. */
export interface PlaceSettings {
  readonly dataDir: string
  /** A folder or an address of S3; null for the folder `backups` among the data. */
  readonly backupTo: string | null
  readonly backupS3KeyId: string | null
  readonly backupS3Secret: string | null
  /** The file whose first line is the passphrase that backups are sealed with. */
  readonly backupPassphraseFile: string | null
}

export function folderOf({ dataDir, backupTo }: PlaceSettings): string {
  return resolve(backupTo === null || isS3(backupTo) ? `${dataDir}/backups` : backupTo)
}

/** Loads the SDK of S3 only where it is needed: it takes longer than a whole backup of a small database. */
export async function openPlace(settings: PlaceSettings): Promise<BackupPlace> {
  const { backupTo, backupS3KeyId: keyId, backupS3Secret: secret } = settings
  if (backupTo === null || !isS3(backupTo)) return folderPlace(folderOf(settings))
  const address = parseS3(backupTo)
  if (address === undefined) throw new Error(`${backupTo} is no address such as s3://bucket/folder`)
  const { s3Place } = await import('./s3.ts')
  return s3Place(address, keyId === null || secret === null ? undefined : { keyId, secret })
}
