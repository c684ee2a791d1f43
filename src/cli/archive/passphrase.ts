import { readFile } from 'node:fs/promises'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

/** The first line of the file that `--passphrase-file` names; undefined without one. */
export async function passphraseFrom(flags: ReadonlyMap<string, string>): Promise<Outcome<string | undefined, string>> {
  const file = flags.get('--passphrase-file')
  if (file === undefined) return ok(undefined)
  try {
    const [line = ''] = (await readFile(file, 'utf8')).split(/\r?\n/, 1)
    return line === '' ? fail(`The first line of ${file} is empty: write the passphrase there.`) : ok(line)
  } catch (error) {
    return fail(`The passphrase file ${file} cannot be read (${String(error)}): correct --passphrase-file.`)
  }
}
