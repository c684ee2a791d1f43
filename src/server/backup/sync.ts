import { open, rm } from 'node:fs/promises'
import { errnoOf } from '#shared/errno.ts'

/** Resolves when what was written to a file survives a loss of power. */
export async function syncFile(path: string): Promise<void> {
  await synced(path, 'r+')
}

/** Resolves when the names in a folder survive a loss of power. */
export async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and keeps names by itself.
  if (process.platform !== 'win32') await synced(path, 'r')
}

// A file system gives the blocks of a large file back in one go, and lets nobody else's flush through meanwhile: 85 ms for
// 600 MB (measured), against 8 ms in pieces.
const pieceBytes = 8 * 1024 * 1024

/** Removes a file that may be large, or not be there, without holding up those who write elsewhere on the disk. */
export async function removeGently(path: string): Promise<void> {
  try {
    await shrink(path)
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
  }
  await rm(path, { force: true })
}

async function shrink(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    let { size } = await file.stat()
    while (size > pieceBytes) {
      size -= pieceBytes
      await file.truncate(size)
      await file.datasync()
    }
  } finally {
    await file.close()
  }
}

async function synced(path: string, flags: 'r' | 'r+'): Promise<void> {
  const file = await open(path, flags)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
