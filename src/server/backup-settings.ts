import { isRhythm } from './backup/rhythm.ts'
import { isS3, parseS3 } from './backup/s3-address.ts'

/** Whether a text says when backups are made. */
export const isBackupRhythm: (text: string) => boolean = isRhythm

/** Whether a text says where backups are kept: a folder, or an address of S3 without a key in it. */
export function isBackupPlace(text: string): boolean {
  return text !== '' && (!isS3(text) || parseS3(text) !== undefined)
}
