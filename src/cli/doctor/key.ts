import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

/** Fewer could be tried out. */
const fewestCharacters = 32

/** The key that both sides have, from a file: it never stands on a command line, where every process could read it. */
export async function keyIn(file: string | undefined): Promise<Outcome<string, string>> {
  if (file === undefined) return fail('Which key do both sides have? Name its file: --key-file FILE.')
  try {
    const key = (await readFile(file, 'utf8')).trim()
    if (key.length >= fewestCharacters) return ok(key)
    return fail(`${file} holds a key of fewer than ${fewestCharacters} characters: delete it, and a good one is made.`)
  } catch (error) {
    return fail(`${file} cannot be read (${String(error)}): copy it from the other side, or correct --key-file.`)
  }
}

/** The same, and a key is made where there is none: readable for this user alone. */
export async function keyMadeIn(file: string | undefined): Promise<Outcome<string, string>> {
  if (file !== undefined) {
    try {
      await writeFile(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
      console.log(`A key was made in ${file}: copy it to where \`holdfast doctor\` runs.`)
    } catch (error) {
      const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
      if (!isThere) return fail(`${file} cannot be written (${String(error)}): correct --key-file.`)
    }
  }
  return keyIn(file)
}
