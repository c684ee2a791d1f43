/** SQLite's primary result codes that mean: nothing can be stored right now (https://sqlite.org/rescode.html). */
const unwritable = new Set([
  8, // SQLITE_READONLY
  10, // SQLITE_IOERR
  11, // SQLITE_CORRUPT
  13, // SQLITE_FULL
  14, // SQLITE_CANTOPEN
])

/** Whether an error says that the storage itself failed, and not our use of it. */
export function isStorageFailure(error: unknown): error is Error {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return false
  return unwritable.has(error.errcode & 0xff)
}
