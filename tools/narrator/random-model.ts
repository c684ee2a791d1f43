import { entry, writeGguf } from './gguf.ts'
import { llamaMetadata, llamaTensors } from './llama-shape.ts'
import type { LlamaShape } from './llama-shape.ts'
import { beginId, bytePieces, endId } from './vocabulary.ts'

/** Writes a model with random weights. Same shape, same bytes. */
export function writeRandomModel(path: string, shape: LlamaShape, contextTokens: number): void {
  const randomValues = valueSource()
  const ids = Array.from({ length: shape.pieces }, (_, id) => id)
  writeGguf(path, {
    isHalf: true,
    tensors: llamaTensors(shape).map((tensor) => ({ ...tensor, values: randomValues(tensor.dimensions) })),
    metadata: [
      ...llamaMetadata(shape, { name: 'random', contextTokens, isHalf: true }),
      entry.text('tokenizer.ggml.model', 'llama'),
      entry.texts('tokenizer.ggml.tokens', ids.map(pieceOf)),
      entry.f32s(
        'tokenizer.ggml.scores',
        ids.map((id) => -id),
      ),
      entry.i32s('tokenizer.ggml.token_type', ids.map(typeOf)),
      entry.u32('tokenizer.ggml.bos_token_id', beginId),
      entry.u32('tokenizer.ggml.eos_token_id', endId),
      entry.bool('tokenizer.ggml.add_bos_token', true),
    ],
  })
}

/** Norms are ones. Matrices are stretches of one pool, each begun elsewhere: drawing every number would take minutes. */
function valueSource(): (dimensions: readonly number[]) => Float32Array {
  let state = 12345
  const chance = (): number => {
    state = (state * 1664525 + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const pool = Float32Array.from({ length: 1 << 20 }, () => (chance() - 0.5) * 0.08)
  return (dimensions) => {
    const count = dimensions.reduce((product, dimension) => product * dimension, 1)
    if (dimensions.length === 1) return new Float32Array(count).fill(1)
    const start = Math.floor(chance() * 9973)
    return Float32Array.from({ length: count }, (_, i) => pool[(i + start) & (pool.length - 1)] ?? 0)
  }
}

const specials = ['<unk>', '<s>', '</s>', ...bytePieces]

function pieceOf(id: number): string {
  return specials[id] ?? `\u2581w${id.toString(36)}`
}

function typeOf(id: number): number {
  if (id === 0) return 2
  if (id < 3) return 3
  return id < specials.length ? 6 : 1
}
