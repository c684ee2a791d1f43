import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import { chunkSeed, nextChunkStart } from './chunks.ts'
import type { Sampling } from './messages.ts'

export interface DrawOptions {
  /** Everything before the first token that is drawn: the prompt, and what is known of the reply. */
  readonly before: readonly Token[]
  /** The place in the reply of the first token that is drawn. */
  readonly position: number
  readonly seed: number
  readonly sampling: Sampling
  readonly signal: AbortSignal
}

/** Small enough that an abort need not wait for a long story to be read. */
const blockTokens = 32

/** Draws token after token on an empty sequence, until the model ends its reply or the signal aborts. */
export async function* draw(
  sequence: LlamaContextSequence,
  { before, position, seed, sampling, signal }: DrawOptions,
): AsyncGenerator<Token, void, undefined> {
  await sequence.clearHistory()
  let last = before.at(-1)
  await read(sequence, before.slice(0, -1), signal)
  let at = position
  while (last !== undefined && !signal.aborted) {
    const chunkEnd = nextChunkStart(at)
    for await (const token of sequence.evaluate([last], { ...sampling, seed: chunkSeed(seed, at) })) {
      if (signal.aborted) return
      yield token
      last = token
      at += 1
      if (at === chunkEnd) break
    }
    if (at < chunkEnd) return
  }
}

async function read(sequence: LlamaContextSequence, tokens: readonly Token[], signal: AbortSignal): Promise<void> {
  for (let at = 0; at < tokens.length && !signal.aborted; at += blockTokens) {
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(at, at + blockTokens))
  }
}
