import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import { chunkSeed, nextChunkStart } from './chunks.ts'
import type { Sampling } from './messages.ts'
import type { Reading } from './reading.ts'

export interface DrawOptions {
  readonly reading: Reading
  /** Everything before the first token that is drawn: the prompt, and what is known of the reply. */
  readonly before: readonly Token[]
  /** The place in the reply of the first token that is drawn. */
  readonly position: number
  readonly seed: number
  readonly sampling: Sampling
  readonly signal: AbortSignal
}

/** Draws token after token on an empty sequence, until the model ends its reply or the signal aborts. */
export async function* draw(
  sequence: LlamaContextSequence,
  { reading, before, position, seed, sampling, signal }: DrawOptions,
): AsyncGenerator<Token, void, undefined> {
  await sequence.clearHistory()
  let last = before.at(-1)
  await read(sequence, before.slice(0, -1), { reading, signal })
  let at = position
  while (last !== undefined && !signal.aborted) {
    const chunkEnd = nextChunkStart(at)
    const tokens = sequence.evaluate([last], { ...sampling, seed: chunkSeed(seed, at) })
    try {
      while (at < chunkEnd) {
        const next = await reading.step(() => tokens.next())
        if (next.done === true || signal.aborted) return
        yield next.value
        last = next.value
        at += 1
      }
    } finally {
      await tokens.return()
    }
  }
}

async function read(
  sequence: LlamaContextSequence,
  tokens: readonly Token[],
  { reading: { blockTokens, step }, signal }: Pick<DrawOptions, 'reading' | 'signal'>,
): Promise<void> {
  for (let at = 0; at < tokens.length && !signal.aborted; at += blockTokens) {
    await step(() => sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(at, at + blockTokens)))
  }
}
