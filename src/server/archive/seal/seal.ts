import { createCipheriv } from 'node:crypto'
import { inChunks } from './chunks.ts'
import {
  checkBytes,
  formatHeader,
  noncePrefixBytes,
  saltBytes,
  usualCost,
  type KeyCost,
  type SealHeader,
} from './header.ts'
import { deriveKey, nonceOf } from './key.ts'

export interface SealOptions {
  readonly passphrase: string
  /** Fills the array with bytes nobody can guess. */
  readonly fill: (bytes: Uint8Array<ArrayBuffer>) => unknown
  readonly cost?: KeyCost
  readonly chunkBytes?: number
}

const usualChunkBytes = 65_536

/** Seals bytes so that only the passphrase opens them, and any change of them is noticed. */
export async function* sealed(
  bytes: AsyncIterable<Uint8Array>,
  { passphrase, fill, cost = usualCost, chunkBytes = usualChunkBytes }: SealOptions,
): AsyncGenerator<Uint8Array> {
  const [salt, noncePrefix] = [new Uint8Array(saltBytes), new Uint8Array(noncePrefixBytes)]
  fill(salt)
  fill(noncePrefix)
  const { key, check } = await deriveKey(passphrase, { cost, salt })
  const header = formatHeader({ cost, salt, noncePrefix, chunkBytes, check: check.subarray(0, checkBytes) })
  yield header
  let index = 0
  for await (const { chunk, isLast } of inChunks(bytes, chunkBytes)) {
    yield sealChunk(chunk, { key, header, nonce: nonceOf(noncePrefix, index++, isLast) })
  }
}

interface ChunkMeans {
  readonly key: Uint8Array
  readonly header: Uint8Array
  readonly nonce: SealHeader['noncePrefix']
}

function sealChunk(chunk: Uint8Array, { key, header, nonce }: ChunkMeans): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(header)
  return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()])
}
