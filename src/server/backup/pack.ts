import { createHash, getRandomValues, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'
import { isSealed } from '../archive/open.ts'
import { followed, peek } from '../archive/peek.ts'
import { headerBytes } from '../archive/seal/header.ts'
import { sealed } from '../archive/seal/seal.ts'
import { unsealed, type UnsealRefusal } from '../archive/seal/unseal.ts'

export interface Digest {
  readonly sizeBytes: number
  readonly sha256: string
}

export interface Packed extends Digest {
  /** What is in it, uncompressed. */
  readonly database: Digest
}

const chunkBytes = 1 << 20

/** Compresses a file into another, and seals that if there is a passphrase. Memory does not grow with its size. */
export async function pack(from: string, to: string, passphrase?: string): Promise<Packed> {
  const [database, packed] = [new Meter(), new Meter()]
  const seal = (bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> =>
    passphrase === undefined ? bytes : sealed(bytes, { passphrase, fill: getRandomValues })
  await pipeline(read(from), database, createZstdCompress(), seal, packed, createWriteStream(to, { mode: 0o600 }))
  return { ...packed.digest(), database: database.digest() }
}

/** Opens and decompresses a file into another. Rejects when it is sealed and this is not the passphrase. */
export async function unpack(from: string, to: string, passphrase?: string): Promise<Packed> {
  return unpackInto(from, createWriteStream(to, { mode: 0o600 }), passphrase)
}

/** What is in a compressed file, as it can be read back now. */
export async function readBack(from: string, passphrase?: string): Promise<Packed> {
  return unpackInto(from, new Writable({ write: (_chunk, _encoding, next) => next() }), passphrase)
}

async function unpackInto(from: string, to: Writable, passphrase: string | undefined): Promise<Packed> {
  const [database, packed] = [new Meter(), new Meter()]
  const open = (bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> => opened(bytes, passphrase)
  await pipeline(read(from), packed, open, createZstdDecompress(), database, to)
  return { ...packed.digest(), database: database.digest() }
}

async function* opened(bytes: AsyncIterable<Uint8Array>, passphrase: string | undefined): AsyncGenerator<Uint8Array> {
  const { head, rest } = await peek(bytes, headerBytes)
  if (!isSealed(head)) return yield* followed(head, rest[Symbol.asyncIterator]())
  const damaged = (): never => {
    throw new Error('a part of the sealed file is not as it was written')
  }
  const inside = await unsealed(head, rest, { passphrase, damaged })
  if (!inside.ok) throw new Error(refusals[inside.error])
  yield* inside.value
}

const refusals: Readonly<Record<UnsealRefusal, string>> = {
  'archive-newer': 'it is sealed in a way that only a newer Holdfast knows',
  'passphrase-needed': 'it is sealed: name the file that its passphrase is in with --passphrase-file',
  'passphrase-wrong': 'it is sealed with another passphrase than the one in the file that was named',
}

function read(from: string) {
  return createReadStream(from, { highWaterMark: chunkBytes })
}

/** Lets everything through and knows afterwards what it was. */
class Meter extends Transform {
  readonly #hash: Hash = createHash('sha256')
  #sizeBytes = 0

  override _transform(chunk: Buffer, _encoding: string, next: (error: null, chunk: Buffer) => void): void {
    this.#hash.update(chunk)
    this.#sizeBytes += chunk.length
    next(null, chunk)
  }

  digest(): Digest {
    return { sizeBytes: this.#sizeBytes, sha256: this.#hash.digest('hex') }
  }
}
