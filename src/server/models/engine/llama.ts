import { availableParallelism } from 'node:os'
import type * as NodeLlamaCpp from 'node-llama-cpp'
import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp'
import { fail, ok } from '#shared/outcome.ts'
import type { Outcome } from '#shared/outcome.ts'
import type { EngineFailure } from './messages.ts'
import { promptReader } from './prompt.ts'
import type { PromptReader } from './prompt.ts'
import { readingFor, type Reading } from './reading.ts'

/** The library, loaded only in the engine's own process: it is an optional dependency, and a file can abort it. */
export type Library = typeof NodeLlamaCpp

export interface LoadedModel {
  readonly model: LlamaModel
  readonly tokensOf: PromptReader
  readonly contextTokens: number
  readonly weights: number
  /** One for every reply that is written at once. */
  readonly sequences: readonly LlamaContextSequence[]
  readonly reading: Reading
  /** The token with this id; undefined for an id the model does not have. The engine aborts on those. */
  readonly tokenOf: (id: number) => Token | undefined
}

/**
 * The engine sums in another order when it reads 64 tokens or more at once, or when it attends without the fused
 * kernel; near ties then fall the other way, and a reply gone on with becomes another one. Read in batches that never
 * grow that large, whatever else is read beside it, every token costs and gives the same to the last bit.
 */
const batchTokens = 32
const largestContextTokens = 4096

/** So many tell whether one token is counted otherwise than several. */
const probeTokens = 6

/** Below this the threads wait for each other longer than they compute, and on a busy machine all but stand still. */
const weightsForOneThread = 50e6

export async function importLibrary(): Promise<Outcome<Library, EngineFailure>> {
  try {
    return ok(await import('node-llama-cpp'))
  } catch (error) {
    return fail({ fault: 'engine-missing', because: `node-llama-cpp cannot be loaded: ${messageOf(error)}` })
  }
}

export async function loadModel(library: Library, file: string): Promise<Outcome<LoadedModel, EngineFailure>> {
  const llama = await openEngine(library)
  if (!llama.ok) return llama
  try {
    const model = await llama.value.loadModel({ modelPath: file })
    return ok(await prepare(library, model))
  } catch (error) {
    return fail({ fault: 'model-file-unusable', because: `${file}: ${messageOf(error)}` })
  }
}

async function openEngine({ getLlama, LlamaLogLevel }: Library): Promise<Outcome<NodeLlamaCpp.Llama, EngineFailure>> {
  try {
    return ok(
      await getLlama({
        gpu: false,
        build: 'never',
        skipDownload: true,
        progressLogs: false,
        logLevel: LlamaLogLevel.error,
      }),
    )
  } catch (error) {
    const platform = `${process.platform} ${process.arch}`
    return fail({ fault: 'engine-missing', because: `the engine does not open on ${platform}: ${messageOf(error)}` })
  }
}

async function prepare(library: Library, model: LlamaModel): Promise<LoadedModel> {
  const weights = weightsOf(model)
  const context = await model.createContext({
    contextSize: Math.min(model.trainContextSize, largestContextTokens),
    sequences: sequencesFor(weights),
    threads: threadsFor(weights),
    batchSize: batchTokens,
    flashAttention: model.flashAttentionSupported,
  })
  const tokens = [...model.iterateAllTokens()]
  const sequences = Array.from({ length: context.totalSequences }, () => context.getSequence())
  const some = tokens.slice(-probeTokens)
  const reading = await readingFor(sequences[0], some, weights < weightsForOneThread)
  return {
    model,
    tokensOf: promptReader(library, model),
    contextTokens: context.contextSize,
    weights,
    sequences,
    reading,
    tokenOf: (id) => tokens[id],
  }
}

function weightsOf(model: LlamaModel): number {
  const tensors = model.fileInfo.fullTensorInfo ?? []
  return tensors.map(({ dimensions }) => dimensions.map(Number).reduce((a, b) => a * b, 1)).reduce((a, b) => a + b, 0)
}

/** Every sequence costs memory for its context, and a large model is slow enough for one reader. */
function sequencesFor(weights: number): number {
  if (weights < weightsForOneThread) return 16
  return weights < 1e9 ? 4 : 2
}

function threadsFor(weights: number): number {
  return weights < weightsForOneThread ? 1 : Math.max(1, availableParallelism() - 1)
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
