import type { LlamaContextSequence, Token } from 'node-llama-cpp'

/**
 * How a model is to be read so that a token gives the same wherever it stands in a batch. Some processors sum in another
 * order for one token than for several (x86 with AVX and without AVX-512, for one): near ties then fall the other way,
 * and a reply gone on with becomes another one.
 */
export interface Reading {
  /** Whether every token gives the same to the last bit, whatever is read beside it. */
  readonly isExact: boolean
  /** How many tokens may be read at once. */
  readonly blockTokens: number
  /** Runs one step of the engine: where it matters, while no other one runs. */
  readonly step: <T>(run: () => Promise<T>) => Promise<T>
}

/** Small enough that an abort need not wait for a long story to be read. */
const blockTokens = 32

/** Of a processor that counts the same for one token and for many. */
const together: Reading = { isExact: true, blockTokens, step: (run) => run() }

/** Looks how this processor counts, on a sequence that nobody uses yet. A small model is quick enough to be read one by one. */
export async function readingFor(
  sequence: LlamaContextSequence | undefined,
  some: readonly Token[],
  isSmall: boolean,
): Promise<Reading> {
  if (sequence === undefined || (await countsTheSame(sequence, some))) return together
  return isSmall ? { isExact: true, blockTokens: 1, step: oneAtATime() } : { ...together, isExact: false }
}

async function countsTheSame(sequence: LlamaContextSequence, some: readonly Token[]): Promise<boolean> {
  const [last, ...before] = some
  if (last === undefined) return true
  const atOnce = await logitsAfter(sequence, [before], last)
  const oneByOne = await logitsAfter(
    sequence,
    before.map((token) => [token]),
    last,
  )
  await sequence.clearHistory()
  return atOnce.length === oneByOne.length && atOnce.every((logit, at) => logit === oneByOne[at])
}

async function logitsAfter(
  sequence: LlamaContextSequence,
  blocks: readonly (readonly Token[])[],
  last: Token,
): Promise<readonly number[]> {
  await sequence.clearHistory()
  for (const block of blocks) await sequence.evaluateWithoutGeneratingNewTokens([...block])
  const [output] = await sequence.controlledEvaluate([[last, { generateNext: { logits: true } }]])
  return [...(output?.next.logits?.values() ?? [])]
}

function oneAtATime(): Reading['step'] {
  let before: Promise<unknown> = Promise.resolve()
  return function step<T>(run: () => Promise<T>): Promise<T> {
    const mine = before.then(run)
    // Whoever comes next waits until it is over, however it ended; whoever asked for it hears how.
    before = mine.catch(() => undefined)
    return mine
  }
}
