import type { Clock } from '#shared/clock.ts'

const partBytes = 65_536

/**
 * Small pieces joined to larger ones, so that sending does not cost more than making. After each of them everything else
 * in this process has its turn.
 */
export async function* gathered(
  pieces: AsyncIterable<Uint8Array>,
  { soon }: Pick<Clock, 'soon'>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let waiting: Uint8Array[] = []
  let sizeBytes = 0
  for await (const piece of pieces) {
    waiting.push(piece)
    sizeBytes += piece.length
    if (sizeBytes < partBytes) continue
    yield Buffer.concat(waiting)
    waiting = []
    sizeBytes = 0
    await new Promise<void>((resolve) => soon(resolve))
  }
  if (sizeBytes > 0) yield Buffer.concat(waiting)
}
