import { createDecipheriv, timingSafeEqual } from 'node:crypto'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { inChunks } from './chunks.ts'
import { headerBytes, parseHeader, tagBytes, type SealHeader } from './header.ts'
import { deriveKey, nonceOf } from './key.ts'

export type UnsealRefusal = 'archive-newer' | 'passphrase-wrong' | 'passphrase-needed'

/** What was found damaged: a chunk, counted from 0, or the end of the file. */
export type SealDamage = { readonly chunk: number } | 'cut-off'

export interface UnsealOptions {
  readonly passphrase: string | undefined
  readonly damaged: (damage: SealDamage) => void
}

/**
 * Opens a sealed file whose header has been read. A chunk that is not as it was written comes as line feeds of the same
 * length: no byte of it can be trusted, and what stands after it is still found in its place.
 */
export async function unsealed(
  header: Buffer,
  bytes: AsyncIterable<Uint8Array>,
  { passphrase, damaged }: UnsealOptions,
): Promise<Outcome<AsyncGenerator<Uint8Array>, UnsealRefusal>> {
  if (passphrase === undefined) return fail('passphrase-needed')
  const parsed = parseHeader(header.subarray(0, headerBytes))
  if (!parsed.ok) return fail(parsed.error === 'newer' ? 'archive-newer' : 'passphrase-wrong')
  const { key, check } = await deriveKey(passphrase, parsed.value)
  if (!timingSafeEqual(check, parsed.value.check)) return fail('passphrase-wrong')
  return ok(open(bytes, { key, header, parsed: parsed.value }, damaged))
}

interface Opening {
  readonly key: Uint8Array
  readonly header: Buffer
  readonly parsed: SealHeader
}

async function* open(
  bytes: AsyncIterable<Uint8Array>,
  opening: Opening,
  damaged: UnsealOptions['damaged'],
): AsyncGenerator<Uint8Array> {
  let index = 0
  for await (const { chunk, isLast } of inChunks(bytes, opening.parsed.chunkBytes + tagBytes)) {
    const opened = openChunk(chunk, opening, { index, isLast })
    // A whole chunk at the end of the file that is not the last one: what followed it was cut off.
    const before = opened === undefined && isLast ? openChunk(chunk, opening, { index, isLast: false }) : undefined
    if (opened === undefined) damaged(before === undefined ? { chunk: index } : 'cut-off')
    yield opened ?? before ?? lineFeeds(chunk.length - tagBytes)
    index++
  }
}

function openChunk(
  chunk: Buffer,
  { key, header, parsed }: Opening,
  { index, isLast }: { readonly index: number; readonly isLast: boolean },
): Uint8Array | undefined {
  if (chunk.length < tagBytes) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(parsed.noncePrefix, index, isLast))
  decipher.setAAD(header)
  decipher.setAuthTag(chunk.subarray(-tagBytes))
  const opened = decipher.update(chunk.subarray(0, -tagBytes))
  try {
    return Buffer.concat([opened, decipher.final()])
  } catch {
    return undefined // what GCM says of every byte that is not as it was written
  }
}

function lineFeeds(length: number): Uint8Array {
  return Buffer.alloc(Math.max(0, length), '\n')
}
