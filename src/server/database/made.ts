import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The database, as every version of Holdfast has named it. */
export const databaseName = 'holdfast.db'

const markName = 'holdfast.made'

/**
 * Why the server must not begin with an empty database in this folder, in one sentence for the operator: there was one,
 * and whoever opened an empty one in its place would hide that it is gone.
 */
export function lostDatabase(dataDir: string): string | undefined {
  const mark = join(dataDir, markName)
  if (!existsSync(mark)) return undefined
  const how = stateOf(join(dataDir, databaseName))
  if (how === undefined) return undefined
  return `There was a database in ${dataDir}, and ${how}: bring it back from where it is, or a backup with \`holdfast restore\`, which lists them; to begin with an empty one, delete ${mark}.`
}

function stateOf(file: string): string | undefined {
  if (!existsSync(file)) return `${databaseName} is not there any more`
  // SQLite takes a file with nothing in it for a new database.
  return statSync(file).size === 0 ? `${databaseName} is empty now` : undefined
}

/** Remembers in the folder that there is a database in it. Throws what the disk says. */
export function rememberMade(dataDir: string, now: number): void {
  const mark = join(dataDir, markName)
  if (existsSync(mark)) return
  const text = `A database of Holdfast was made here on ${new Date(now).toISOString()}. As long as this file is here, Holdfast
does not begin with an empty database if that one is gone.
`
  writeFileSync(mark, text)
}
