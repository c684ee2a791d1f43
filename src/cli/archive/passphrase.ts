import { passphraseIn } from '#server/passphrase.ts'
import { fail, type Outcome } from '#shared/outcome.ts'

/** The first line of the file that `--passphrase-file` names; undefined without one. */
export async function passphraseFrom(flags: ReadonlyMap<string, string>): Promise<Outcome<string | undefined, string>> {
  const read = await passphraseIn(flags.get('--passphrase-file'))
  return read.ok ? read : fail(`It cannot be sealed or opened, for ${read.error}: correct --passphrase-file.`)
}
