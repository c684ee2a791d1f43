import { createReadStream } from 'node:fs'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

export interface ReadBytesOptions {
  readonly mostBytes: number
  /** What is said of a file that is larger, and of one that cannot be read. */
  readonly tooLarge: string
  readonly unreadable: (error: unknown) => string
}

/** A file that a person named, or a pipe. It is never read past the limit, however long it goes on. */
export async function readBytes(file: string, options: ReadBytesOptions): Promise<Outcome<Buffer, string>> {
  const { mostBytes, tooLarge, unreadable } = options
  const pieces: Buffer[] = []
  let sizeBytes = 0
  try {
    for await (const piece of createReadStream(file)) {
      if (!Buffer.isBuffer(piece)) continue
      pieces.push(piece)
      sizeBytes += piece.length
      if (sizeBytes > mostBytes) return fail(tooLarge)
    }
  } catch (error) {
    return fail(unreadable(error))
  }
  return ok(Buffer.concat(pieces))
}
