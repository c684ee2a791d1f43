/** SQLite's primary result codes that mean: nothing can be stored right now (https://sqlite.org/rescode.html). */
const unusable = new Set([
  5, // SQLITE_BUSY: another process holds the lock, and did not give it back in time
  8, // SQLITE_READONLY
  10, // SQLITE_IOERR
  11, // SQLITE_CORRUPT
  13, // SQLITE_FULL
  14, // SQLITE_CANTOPEN
  26, // SQLITE_NOTADB
])

/** Whether an error says that the storage itself failed, and not our use of it. */
export function isStorageFailure(error: unknown): error is Error {
  const code = primaryCode(error)
  return code !== undefined && unusable.has(code)
}

/** Whether another process holds the write lock. */
export function isBusy(error: unknown): boolean {
  return primaryCode(error) === 5
}

function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined
  return error.errcode & 0xff
}
