import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { readBytes } from './read-bytes.ts'

/** More than this is not what was meant to be read. */
const mostBytes = 64_000_000

export interface ReadTextOptions {
  /** What to do about a file that cannot be read, and about one that is too large. */
  readonly correct: string
  readonly lessen: string
}

/** The text of a file that a person named, or of a pipe. */
export async function readText(file: string, { correct, lessen }: ReadTextOptions): Promise<Outcome<string, string>> {
  const bytes = await readBytes(file, {
    mostBytes,
    tooLarge: `${file} is larger than ${mostBytes / 1e6} MB: ${lessen}.`,
    unreadable: (error) => `${file} cannot be read (${String(error)}): ${correct}, or make it readable.`,
  })
  if (!bytes.ok) return bytes
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value))
  } catch {
    return fail(`${file} is not UTF-8 text: save it as JSON in UTF-8.`) // The decoder says no more than that.
  }
}
