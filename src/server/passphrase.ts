import { readFile } from 'node:fs/promises'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

/** The passphrase in a file: its first line. Undefined when no file is named. The error names the file and ends no sentence. */
export async function passphraseIn(file: string | null | undefined): Promise<Outcome<string | undefined, string>> {
  if (file === null || file === undefined) return ok(undefined)
  try {
    const [line = ''] = (await readFile(file, 'utf8')).split(/\r?\n/, 1)
    return line === '' ? fail(`the first line of ${file} is empty, where the passphrase should be`) : ok(line)
  } catch (error) {
    return fail(`the passphrase file ${file} cannot be read (${String(error)})`)
  }
}
