import { createReadStream, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

/** No generator is larger, and what goes on longer, a device for one, is none. */
const mostBytes = 16_000_000

/** The text of a file, or of standard input for `-`. */
export async function readSource(file: string): Promise<Outcome<string, string>> {
  const called = file === '-' ? 'Standard input' : file
  const pieces: Buffer[] = []
  let sizeBytes = 0
  try {
    for await (const piece of file === '-' ? process.stdin : createReadStream(file)) {
      const bytes = Buffer.from(piece)
      pieces.push(bytes)
      sizeBytes += bytes.length
      if (sizeBytes > mostBytes) return fail(`${called} is larger than ${mostBytes / 1e6} MB: that is no generator.`)
    }
  } catch (error) {
    return fail(`${called} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  return ok(Buffer.concat(pieces).toString('utf8'))
}

/** Imports are looked up as `NAME.txt` beside the generator. A name that could lead elsewhere is none. */
export function sourcesBeside(file: string): (name: string) => string | undefined {
  const folder = file === '-' ? '.' : dirname(file)
  return function findBeside(name) {
    if (!/^[\w$][\w$ .-]*$/.test(name)) return undefined
    try {
      return readFileSync(join(folder, `${name}.txt`), 'utf8')
    } catch {
      // Not there, or not for us to read: it may still be one that is built in, and else the import is told not to exist.
      return undefined
    }
  }
}
