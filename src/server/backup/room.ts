import { statfs } from 'node:fs/promises'

// What the server needs to go on accepting turns while a backup lies beside its database.
const reserveBytes = 64 * 1024 * 1024

/** Why so much does not fit on the disk of a folder; undefined when it does. */
export async function noRoom(folder: string, neededBytes: number): Promise<string | undefined> {
  const { bavail, bsize } = await statfs(folder)
  const freeBytes = bavail * bsize
  if (freeBytes >= neededBytes + reserveBytes) return undefined
  return `${folder} has ${megabytes(freeBytes)} free, and ${megabytes(neededBytes)} are needed beside the ${megabytes(reserveBytes)} that are left to the server`
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`
}
