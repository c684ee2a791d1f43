/** A line of a file, without its end. Undefined: it is too long to be one, and was passed over. */
export interface Line {
  readonly number: number
  readonly bytes: Buffer | undefined
}

const lineFeed = 10

/** The lines of a file, counted from 1, empty ones left out. A line longer than the limit is never held in memory. */
export async function* splitLines(bytes: AsyncIterable<Uint8Array>, limitBytes: number): AsyncGenerator<Line> {
  let number = 1
  let waiting: Uint8Array[] = []
  let sizeBytes = 0

  function take(part: Uint8Array): void {
    sizeBytes += part.length
    if (sizeBytes > limitBytes) waiting = []
    else if (part.length > 0) waiting.push(part)
  }

  /** The line that has come to its end, if there is anything in it. */
  function line(): readonly Line[] {
    const whole = { number: number++, bytes: sizeBytes > limitBytes ? undefined : Buffer.concat(waiting) }
    const isEmpty = sizeBytes === 0
    waiting = []
    sizeBytes = 0
    return isEmpty ? [] : [whole]
  }

  /** Millions of empty lines may be packed into nothing; each must cost as little. */
  function afterEmptyLines(part: Uint8Array, from: number): number {
    let at = from
    while (part[at] === lineFeed) at++
    number += at - from
    return at
  }

  for await (const part of bytes) {
    let from = sizeBytes === 0 ? afterEmptyLines(part, 0) : 0
    for (let end = part.indexOf(lineFeed); end !== -1; end = part.indexOf(lineFeed, from)) {
      take(part.subarray(from, end))
      yield* line()
      from = afterEmptyLines(part, end + 1)
    }
    take(part.subarray(from))
  }
  yield* line()
}
