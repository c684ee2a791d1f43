import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { isCannotOpen } from './storage-failure.ts'

/** Opens a database so that nothing of it can change. */
export function openToRead(file: string): DatabaseSync {
  const sqlite = new DatabaseSync(file, { readOnly: true, timeout: readTimeoutMs })
  try {
    sqlite.prepare('pragma schema_version').get()
    return sqlite
  } catch (error) {
    // On a disk that can only be read SQLite cannot keep its index of the log beside the file. Without a log it needs none.
    if (!isCannotOpen(error) || hasLog(file)) return sqlite
    sqlite.close()
    return new DatabaseSync(`${pathToFileURL(file).href}?immutable=1`, { readOnly: true })
  }
}

const readTimeoutMs = 5_000

function hasLog(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
}
