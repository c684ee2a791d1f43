import { entry } from './gguf.ts'
import type { Entry, TensorShape } from './gguf.ts'

/** What a model of llama.cpp's `llama` architecture is made of. */
export interface LlamaShape {
  readonly width: number
  readonly hidden: number
  readonly layers: number
  readonly heads: number
  /** Fewer than `heads` where several share their keys and values. */
  readonly keyHeads: number
  readonly pieces: number
}

/** The tensors, in the order in which `train.py` writes them. */
export function llamaTensors({ width, hidden, layers, heads, keyHeads, pieces }: LlamaShape): readonly TensorShape[] {
  const keyWidth = (width / heads) * keyHeads
  const tensor = (name: string, ...dimensions: readonly number[]): TensorShape => ({
    name: `${name}.weight`,
    dimensions,
  })
  const layer = (_: unknown, n: number): readonly TensorShape[] => [
    tensor(`blk.${n}.attn_norm`, width),
    tensor(`blk.${n}.attn_q`, width, width),
    tensor(`blk.${n}.attn_k`, width, keyWidth),
    tensor(`blk.${n}.attn_v`, width, keyWidth),
    tensor(`blk.${n}.attn_output`, width, width),
    tensor(`blk.${n}.ffn_norm`, width),
    tensor(`blk.${n}.ffn_gate`, width, hidden),
    tensor(`blk.${n}.ffn_down`, hidden, width),
    tensor(`blk.${n}.ffn_up`, width, hidden),
  ]
  // Without an `output.weight` llama.cpp uses the embedding for both, which is how the narrator is trained.
  return [
    tensor('token_embd', width, pieces),
    ...Array.from({ length: layers }, layer).flat(),
    tensor('output_norm', width),
  ]
}

export interface ModelName {
  readonly name: string
  readonly contextTokens: number
  readonly isHalf: boolean
}

export function llamaMetadata(shape: LlamaShape, { name, contextTokens, isHalf }: ModelName): readonly Entry[] {
  return [
    entry.text('general.architecture', 'llama'),
    entry.text('general.name', name),
    entry.text('general.license', 'cc0-1.0'),
    entry.u32('general.file_type', isHalf ? 1 : 0),
    entry.u32('llama.context_length', contextTokens),
    entry.u32('llama.embedding_length', shape.width),
    entry.u32('llama.block_count', shape.layers),
    entry.u32('llama.feed_forward_length', shape.hidden),
    entry.u32('llama.attention.head_count', shape.heads),
    entry.u32('llama.attention.head_count_kv', shape.keyHeads),
    entry.u32('llama.rope.dimension_count', shape.width / shape.heads),
    entry.f32('llama.attention.layer_norm_rms_epsilon', 1e-5),
    entry.f32('llama.rope.freq_base', 10000),
    entry.u32('llama.vocab_size', shape.pieces),
  ]
}
