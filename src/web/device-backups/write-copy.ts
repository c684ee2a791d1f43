import type { Clock } from '#shared/clock.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { checkArchive } from '../archive/check-archive.ts'
import { fileNameOf, outdated } from './file-names.ts'
import type { Folder, FolderFailure } from './folder.ts'
import type { DeviceCopy, Source } from './settings.ts'

export type CopyFailure =
  | FolderFailure
  /** What was read back is not what an archive must be. */
  | { readonly kind: 'damaged'; readonly because: string }

/** Writes a copy, reads it back, and only then clears away what is older than needed. */
export async function writeCopy(
  folder: Folder,
  { from, bytes }: { readonly from: Source; readonly bytes: AsyncIterable<Uint8Array<ArrayBuffer>> },
  clock: Pick<Clock, 'now'>,
): Promise<Outcome<DeviceCopy, CopyFailure>> {
  const at = clock.now()
  const fileName = fileNameOf(from, at)
  let sentBytes = 0
  const written = await folder.write(fileName, counted())
  if (!written.ok) return written
  const read = await folder.read(fileName)
  if (!read.ok) return read
  const { sizeBytes, messages, damage } = await checkArchive(read.value.stream())
  const wrong =
    damage ?? (sizeBytes === sentBytes ? null : `${sentBytes} bytes were written, and ${sizeBytes} are there`)
  if (wrong !== null) {
    await folder.remove(fileName)
    return fail({ kind: 'damaged', because: wrong })
  }
  const names = await folder.names()
  // What cannot be cleared away now is cleared away after the next copy.
  for (const name of names.ok ? outdated(names.value, fileName) : []) await folder.remove(name)
  return ok({ at, fileName, sizeBytes, from, messages, isVerified: true })

  async function* counted(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for await (const part of bytes) {
      sentBytes += part.length
      yield part
    }
  }
}
