import { closeSync, fdatasyncSync, openSync } from 'node:fs'
import { backup, DatabaseSync } from 'node:sqlite'
import { openToRead } from '#sqlite/open-to-read.ts'
import { syncFile } from '../sync.ts'
import { contentsOf, type Contents } from './contents.ts'

// 1 MB of the usual pages. What is copied is flushed in pieces as small: one large flush at the end holds up the flushes
// of the server's own commits for as long as it takes (measured on 1 GB: 150 to 240 ms, against 8 ms).
const pagesAtOnce = 256

/**
 * Copies a database that others write meanwhile, as it is at one moment, and says what it holds at that moment. For a
 * process of its own: it stops the event loop again and again.
 */
export async function snapshot(from: string, to: string): Promise<Contents> {
  const source = openToRead(from)
  try {
    // Within one transaction the source stands still for us. Without one the copy begins again at every write of others.
    source.exec('begin')
    const contents = contentsOf(source)
    await copy(source, to)
    source.exec('commit')
    return contents
  } finally {
    source.close()
  }
}

async function copy(source: DatabaseSync, to: string): Promise<void> {
  let file: number | undefined
  const flush = (): void => {
    file ??= openSync(to, 'r+')
    fdatasyncSync(file)
  }
  try {
    await backup(source, to, { rate: pagesAtOnce, progress: flush })
  } finally {
    if (file !== undefined) closeSync(file)
  }
  standAlone(to)
  await syncFile(to)
}

/** One file without a log beside it, which may be opened on a disk that can only be read. */
function standAlone(file: string): void {
  const sqlite = new DatabaseSync(file)
  try {
    sqlite.exec('pragma journal_mode = delete')
  } finally {
    sqlite.close()
  }
}
