import type { Import } from '#protocol/imports.ts'
import type { Problem } from '#protocol/problem.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { isRefusal } from '../api/trouble.ts'
import { untilAnswered, type Persistence } from '../api/until-answered.ts'
import type { Means } from '../means.ts'
import type { ArchiveServer } from './archive-server.ts'
import { bytesOf } from './file-mark.ts'

// A phone on a bad line gets the smallest through before its patience ends; a fast line is kept busy by the largest.
const smallestPartBytes = 65_536
const firstPartBytes = 1_048_576
const largestPartBytes = 8_388_608

export interface Upload {
  readonly id: string
  readonly file: Blob
  /** How much of it the server has already. */
  readonly fromBytes: number
  readonly onProgress: (sentBytes: number) => void
}

/** Why a file did not get to the server whole. */
export type UploadFailure = { readonly kind: 'file-gone' } | { readonly kind: 'refused'; readonly problem: Problem }

/**
 * Sends a file in parts, through any outage, each from where the server says that it is. Null when the signal aborted.
 */
export async function upload(
  means: Means,
  server: Pick<ArchiveServer, 'beginImport' | 'sendPart'>,
  { id, file, fromBytes, onProgress }: Upload,
  persistence: Persistence,
): Promise<Outcome<Import, UploadFailure> | null> {
  let at = fromBytes
  let partBytes = firstPartBytes
  for (;;) {
    const part = await bytesOf(file.slice(at, at + partBytes))
    if (part === null) return fail({ kind: 'file-gone' })
    const sent = await untilAnswered(means, () => sendOrAsk(part), persistence)
    if (sent === null) return null
    if (!sent.ok) return fail({ kind: 'refused', problem: sent.error })
    at = sent.value.receivedBytes
    onProgress(at)
    if (at >= file.size) return ok(sent.value)
  }

  /** After a part that did not get through, what of it did is asked for, and the next one is smaller. */
  async function sendOrAsk(part: ArrayBuffer): Promise<Outcome<Import, Problem>> {
    const sent = await server.sendPart(id, at, part)
    if (sent.ok) {
      partBytes = Math.min(largestPartBytes, partBytes * 2)
      return sent
    }
    partBytes = Math.max(smallestPartBytes, partBytes / 2)
    // The server has forgotten it, or knows of less than we thought: it says itself where to go on.
    const isBehind = sent.error.fault === 'unknown-import' || sent.error.fault === 'import-gap'
    if (isRefusal(sent.error) && !isBehind) return sent
    const asked = await server.beginImport(id)
    return isBehind || (asked.ok && asked.value.receivedBytes > at) ? asked : sent
  }
}
