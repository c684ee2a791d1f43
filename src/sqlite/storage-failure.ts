import type { FaultId } from '#protocol/faults.ts'

const corrupt = 11

/** SQLite's primary result codes that mean: nothing can be stored right now (https://sqlite.org/rescode.html). */
const faultsByCode: ReadonlyMap<number, FaultId> = new Map([
  [5, 'storage-unavailable'], // SQLITE_BUSY: another process holds the lock, and did not give it back in time
  [8, 'storage-read-only'], // SQLITE_READONLY
  [10, 'storage-unavailable'], // SQLITE_IOERR
  [corrupt, 'database-damaged'], // SQLITE_CORRUPT
  [13, 'disk-full'], // SQLITE_FULL
  [14, 'storage-unavailable'], // SQLITE_CANTOPEN
  [26, 'database-damaged'], // SQLITE_NOTADB
])

/** Which fault it is when the storage itself failed; undefined when it was our use of it. */
export function storageFault(error: unknown): FaultId | undefined {
  const code = primaryCode(error)
  return code === undefined ? undefined : faultsByCode.get(code)
}

/** Whether an error says that the storage itself failed, and not our use of it. */
export function isStorageFailure(error: unknown): error is Error {
  return storageFault(error) !== undefined
}

/** Whether it says that the file is not what was once written into it. */
export function isDamage(error: unknown): error is Error {
  return storageFault(error) === 'database-damaged'
}

/** Whether another process holds the write lock. */
export function isBusy(error: unknown): boolean {
  return primaryCode(error) === 5
}

/** Whether it says that the file cannot be opened as it was asked for, such as for writing. */
export function isCannotOpen(error: unknown): boolean {
  return primaryCode(error) === 14
}

/** Why nothing more is written into a file that was found damaged. Counts as SQLite's own word for it. */
export class DatabaseDamaged extends Error {
  readonly errcode: number = corrupt
}

function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined
  return error.errcode & 0xff
}
