import { existsSync, renameSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { basename, dirname, join } from 'node:path'
import { damageNoteOf } from '../../database/damage-note.ts'
import { randomUuid } from '../../database/migrations/002-history-and-totals.ts'
import { syncFile, syncFolder } from '../sync.ts'

/**
 * Makes a restored database one of its own: with another history than the one it is a copy of, and nobody's leases. It
 * remembers when the copy was made, for those who miss what came later.
 */
export async function beginAnew(file: string, madeAt: number): Promise<void> {
  const sqlite = new DatabaseSync(file)
  try {
    sqlite.exec('delete from owners')
    const hasHistory = sqlite.prepare("select 1 from sqlite_schema where name = 'meta'").get() !== undefined
    if (hasHistory) {
      sqlite.exec(`update meta set value = ${randomUuid} where key = 'history'`)
      sqlite.prepare("insert or replace into meta (key, value) values ('restored-from', ?)").run(String(madeAt))
    }
  } finally {
    sqlite.close()
  }
  await syncFile(file)
}

/**
 * Moves a database out of the way, with all that SQLite keeps beside it, under a name with the time in it. Its new path;
 * undefined when there is none. The database goes first: from then on a server refuses to start instead of reading one
 * without its log.
 */
export async function setAside(file: string, now: number): Promise<string | undefined> {
  if (!existsSync(file) && !existsSync(`${file}-wal`)) return undefined
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-')
  const aside = join(dirname(file), `${basename(file, '.db')}-set-aside-${stamp}.db`)
  for (const ending of ['', '-wal', '-shm']) if (existsSync(file + ending)) renameSync(file + ending, aside + ending)
  if (existsSync(damageNoteOf(file))) renameSync(damageNoteOf(file), damageNoteOf(aside))
  await syncFolder(dirname(file))
  return aside
}

/** Takes `setAside` back. */
export async function putBack(aside: string, file: string): Promise<void> {
  for (const ending of ['-wal', '-shm', '']) if (existsSync(aside + ending)) renameSync(aside + ending, file + ending)
  if (existsSync(damageNoteOf(aside))) renameSync(damageNoteOf(aside), damageNoteOf(file))
  await syncFolder(dirname(file))
}

/** Puts a database in its place, which must be free. */
export async function putInPlace(from: string, file: string): Promise<void> {
  if (existsSync(file)) throw new Error(`${file} is there again`)
  await rename(from, file)
  await syncFolder(dirname(file))
}
