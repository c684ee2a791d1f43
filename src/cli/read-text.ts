import { createReadStream } from 'node:fs'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

/** More than this is not what was meant to be read. */
const mostBytes = 64_000_000

export interface ReadTextOptions {
  /** What to do about a file that cannot be read, and about one that is too large. */
  readonly correct: string
  readonly lessen: string
}

/** The text of a file that a person named, or of a pipe. It is never read past the limit, however long it goes on. */
export async function readText(file: string, { correct, lessen }: ReadTextOptions): Promise<Outcome<string, string>> {
  const pieces: Buffer[] = []
  let sizeBytes = 0
  try {
    for await (const piece of createReadStream(file)) {
      if (!Buffer.isBuffer(piece)) continue
      pieces.push(piece)
      sizeBytes += piece.length
      if (sizeBytes > mostBytes) {
        return fail(`${file} is larger than ${mostBytes / 1e6} MB: ${lessen}.`)
      }
    }
  } catch (error) {
    return fail(`${file} cannot be read (${String(error)}): ${correct}, or make it readable.`)
  }
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces)))
  } catch {
    return fail(`${file} is not UTF-8 text: save it as JSON in UTF-8.`) // The decoder says no more than that.
  }
}
