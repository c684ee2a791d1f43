export interface Chunk {
  readonly chunk: Buffer
  readonly isLast: boolean
}

/** Bytes in chunks of one size; the last one may be shorter, and is empty only if there are no bytes at all. */
export async function* inChunks(bytes: AsyncIterable<Uint8Array>, chunkBytes: number): AsyncGenerator<Chunk> {
  let waiting: Uint8Array[] = []
  let sizeBytes = 0
  for await (const part of bytes) {
    waiting.push(part)
    sizeBytes += part.length
    // One chunk is kept back: whether it is the last is known only when more has come.
    if (sizeBytes <= chunkBytes) continue
    const joined = Buffer.concat(waiting)
    let at = 0
    for (; joined.length - at > chunkBytes; at += chunkBytes) {
      yield { chunk: joined.subarray(at, at + chunkBytes), isLast: false }
    }
    waiting = [joined.subarray(at)]
    sizeBytes = joined.length - at
  }
  yield { chunk: Buffer.concat(waiting), isLast: true }
}
