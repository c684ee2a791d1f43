export interface Peeked {
  /** The first bytes; fewer if there are no more. */
  readonly head: Buffer
  /** All bytes after the head. */
  readonly rest: AsyncIterable<Uint8Array>
}

/** Reads the first bytes. */
export async function peek(bytes: AsyncIterable<Uint8Array>, headBytes: number): Promise<Peeked> {
  const parts = bytes[Symbol.asyncIterator]()
  const read: Uint8Array[] = []
  let sizeBytes = 0
  while (sizeBytes < headBytes) {
    const next = await parts.next()
    if (next.done === true) break
    read.push(next.value)
    sizeBytes += next.value.length
  }
  const joined = Buffer.concat(read)
  return { head: joined.subarray(0, headBytes), rest: followed(joined.subarray(headBytes), parts) }
}

/** These bytes, and then those of the iterator. Who stops reading here stops it, too. */
export async function* followed(first: Uint8Array, parts: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first
  try {
    for (let next = await parts.next(); next.done !== true; next = await parts.next()) yield next.value
  } finally {
    await parts.return?.()
  }
}
