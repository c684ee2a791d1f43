import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join, resolve as absolute } from 'node:path'

/** Why the data cannot be kept in a folder, in one sentence for the operator. The folder is made if it is not there. */
export function dataFolderProblem(dataDir: string): string | undefined {
  const folder = absolute(dataDir)
  let file = ''
  try {
    mkdirSync(folder, { recursive: true })
    // A full disk still takes a file with nothing in it.
    const probe = join(folder, `.holdfast-can-write-${process.pid}`)
    writeFileSync(probe, 'x'.repeat(4096))
    rmSync(probe)
    for (file of databaseFiles(folder)) closeSync(openSync(join(folder, file), 'r+'))
    return undefined
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return unwritable(folder, file, code)
  }
}

/** The database and what SQLite keeps beside it. Whoever once ran Holdfast as another user has files of that user. */
function databaseFiles(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => /^holdfast\.db(-wal|-shm)?$/.test(name))
}

function unwritable(folder: string, file: string, code: string): string {
  const elsewhere = 'set `dataDir` (--data-dir) elsewhere'
  const whose = file === '' ? 'which' : `whose ${file}`
  switch (code) {
    case 'EEXIST':
    case 'ENOTDIR':
      return `\`dataDir\` is ${folder}, which is not a folder: ${elsewhere}.`
    case 'ENOENT':
      return `\`dataDir\` is ${folder}, which cannot be made there (ENOENT): make it, or ${elsewhere}.`
    case 'EISDIR':
      return `\`dataDir\` is ${folder}, ${whose} is a folder: move that away, or ${elsewhere}.`
    case 'ENOSPC':
      return `\`dataDir\` is ${folder}, where the disk is full: make room, or ${elsewhere}.`
    case 'EROFS':
      return `\`dataDir\` is ${folder}, on a disk that can only be read: mount it for writing, or ${elsewhere}.`
    default:
      return `\`dataDir\` is ${folder}, ${whose} user ${userName()} cannot write (${code}): change its owner, or ${elsewhere}.`
  }
}

/** A user without an entry in the system's list, as in many containers, still has a number. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'unknown')
  }
}
