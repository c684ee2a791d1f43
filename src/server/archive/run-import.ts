import type { Clock } from '#shared/clock.ts'
import type { Refusal } from './findings.ts'
import { gathered } from './gathered.ts'
import { openArchive } from './open.ts'
import { splitLines } from './split-lines.ts'
import { mostLineBytes, takeIn, type TakeInMeans } from './take-in.ts'
import { Tally, type Progress } from './tally.ts'

export interface ImportMeans extends Pick<TakeInMeans, 'storage' | 'afterBatch' | 'signal'> {
  readonly clock: Pick<Clock, 'soon'>
  readonly passphrase: string | undefined
  /** Where to go on. */
  readonly progress: Progress
}

/** Takes in an archive from its first byte on; what was taken in before is passed over. Rejects when the storage fails. */
export async function runImport(
  bytes: AsyncIterable<Uint8Array>,
  { clock, passphrase, progress, ...means }: ImportMeans,
): Promise<{ readonly refusal: Refusal | undefined; readonly progress: Progress }> {
  const tally = new Tally(progress)
  let refused: Refusal | undefined
  const opened = await openArchive(bytes, passphrase, {
    damaged: (reason, because) => tally.damaged({ reason, because }),
    refused: (refusal) => (refused ??= refusal),
  })
  if (!opened.ok) return { refusal: opened.error, progress }
  const lines = splitLines(gathered(opened.value, clock), mostLineBytes)
  const refusal = await takeIn(lines, { ...means, tally, from: progress })
  return { refusal: refused ?? refusal, progress: tally.progress(Number.MAX_SAFE_INTEGER, null) }
}
