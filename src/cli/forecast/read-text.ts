import { createReadStream } from 'node:fs'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

/** A hundred thousand outages are far smaller, and more than this is not what was meant to be read. */
const mostBytes = 64_000_000

/** The text of a file that a person named, or of a pipe. It is never read past the limit, however long it goes on. */
export async function readText(file: string): Promise<Outcome<string, string>> {
  const pieces: Buffer[] = []
  let sizeBytes = 0
  try {
    for await (const piece of createReadStream(file)) {
      if (!Buffer.isBuffer(piece)) continue
      pieces.push(piece)
      sizeBytes += piece.length
      if (sizeBytes > mostBytes) {
        return fail(
          `${file} is larger than ${mostBytes / 1e6} MB: only the 150 newest outages are used, so keep those.`,
        )
      }
    }
  } catch (error) {
    return fail(`${file} cannot be read (${String(error)}): correct --history, or make it readable.`)
  }
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces)))
  } catch {
    return fail(`${file} is not UTF-8 text: save it as JSON in UTF-8.`) // The decoder says no more than that.
  }
}
