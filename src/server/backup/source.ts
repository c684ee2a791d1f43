import { basename, dirname } from 'node:path'
import { existsSync, statSync } from 'node:fs'
import { nameIn } from './names.ts'
import { isS3 } from './s3-address.ts'

/** A place of backups, and which of them. */
export interface Source {
  /** As the setting `backupTo`; undefined for what that says. */
  readonly to: string | undefined
  /** Undefined: any. */
  readonly name: string | undefined
}

/**
 * What a person means by FROM: `newest`, the name of a backup, its file, a folder of backups, or an address of S3 with or
 * without a name at its end. Undefined for what is none of these.
 */
export function sourceOf(from: string | undefined): Source | undefined {
  if (from === undefined) return { to: undefined, name: undefined }
  if (isS3(from)) return s3SourceOf(from)
  const name = nameIn(basename(from))
  if (name !== undefined && basename(from) === from && !existsSync(from)) return { to: undefined, name }
  if (name !== undefined) return { to: dirname(from), name }
  return statSync(from, { throwIfNoEntry: false })?.isDirectory() === true ? { to: from, name: undefined } : undefined
}

function s3SourceOf(from: string): Source {
  const [path = '', query] = from.split('?')
  const name = nameIn(basename(path))
  if (name === undefined) return { to: from, name }
  return { to: [dirname(path), ...(query === undefined ? [] : [query])].join('?'), name }
}
