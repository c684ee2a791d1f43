import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'

export interface Digest {
  readonly sizeBytes: number
  readonly sha256: string
}

export interface Packed extends Digest {
  /** What is in it, uncompressed. */
  readonly database: Digest
}

const chunkBytes = 1 << 20

/** Compresses a file into another. Memory does not grow with its size. */
export async function pack(from: string, to: string): Promise<Packed> {
  const [database, packed] = [new Meter(), new Meter()]
  await pipeline(read(from), database, createZstdCompress(), packed, createWriteStream(to, { mode: 0o600 }))
  return { ...packed.digest(), database: database.digest() }
}

/** Decompresses a file into another. */
export async function unpack(from: string, to: string): Promise<Packed> {
  return unpackInto(from, createWriteStream(to, { mode: 0o600 }))
}

/** What is in a compressed file, as it can be read back now. */
export async function readBack(from: string): Promise<Packed> {
  return unpackInto(from, new Writable({ write: (_chunk, _encoding, next) => next() }))
}

async function unpackInto(from: string, to: Writable): Promise<Packed> {
  const [database, packed] = [new Meter(), new Meter()]
  await pipeline(read(from), packed, createZstdDecompress(), database, to)
  return { ...packed.digest(), database: database.digest() }
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
