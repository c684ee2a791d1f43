import { makeZip } from 'client-zip'
import { archiveEntry } from '#protocol/archive.ts'

/** A zip with the lines of an archive in it, as they come. They are stored as they are. */
export async function* zipped(
  lines: AsyncGenerator<Uint8Array<ArrayBuffer>>,
  madeAt: number,
): AsyncGenerator<Uint8Array> {
  try {
    yield* makeZip([{ name: archiveEntry, input: lines, lastModified: new Date(madeAt) }]).values()
  } finally {
    // The library only stops asking when its reader has gone.
    await lines.return(undefined)
  }
}
