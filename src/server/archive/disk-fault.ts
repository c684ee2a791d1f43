import type { FaultId } from '#protocol/faults.ts'
import { storageFault } from '#sqlite/storage-failure.ts'

const faultsByCode: ReadonlyMap<string, FaultId> = new Map([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EROFS', 'storage-read-only'],
  ['EACCES', 'storage-read-only'],
  ['EPERM', 'storage-read-only'],
  ['EIO', 'storage-unavailable'],
])

/** Which fault it is when a file or the database cannot be written; undefined when it was our mistake. */
export function diskFault(error: unknown): FaultId | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return faultsByCode.get(code) ?? storageFault(error)
}
