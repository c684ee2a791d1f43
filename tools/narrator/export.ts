// weights.bin, shape.json and vocab.json of the current folder → a GGUF: node tools/narrator/export.ts narrator.gguf
// The same weights give the same file, to the byte.
import { readFileSync, statSync } from 'node:fs'
import * as z from 'zod/mini'
import { entry, writeGguf } from './gguf.ts'
import { llamaMetadata, llamaTensors } from './llama-shape.ts'
import { beginId } from './vocabulary.ts'

const shapeSchema = z.object({ width: z.number(), hidden: z.number(), layers: z.number(), heads: z.number() })
const vocabularySchema = z.object({
  pieces: z.array(z.string()),
  scores: z.array(z.number()),
  types: z.array(z.number()),
})

// The first narrator was given this name; another would make another file of the same weights.
const name = 'holdfast-narrator-poc'
// It is trained on windows of 160 tokens. Beyond that it gets vaguer, and beyond 512 it was never tried.
const contextTokens = 512
const chatTemplate =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"

const [path = 'narrator.gguf'] = process.argv.slice(2)
const trained = shapeSchema.parse(JSON.parse(readFileSync('shape.json', 'utf8')))
const { pieces, scores, types } = vocabularySchema.parse(JSON.parse(readFileSync('vocab.json', 'utf8')))
const shape = { ...trained, keyHeads: trained.heads, pieces: pieces.length }

writeGguf(path, {
  isHalf: true,
  tensors: withWeights(),
  metadata: [
    ...llamaMetadata(shape, { name, contextTokens, isHalf: true }),
    entry.text('tokenizer.ggml.model', 'llama'),
    entry.texts('tokenizer.ggml.tokens', pieces),
    entry.f32s('tokenizer.ggml.scores', scores),
    entry.i32s('tokenizer.ggml.token_type', types),
    entry.u32('tokenizer.ggml.bos_token_id', beginId),
    // A reply ends where its turn ends.
    entry.u32('tokenizer.ggml.eos_token_id', pieces.indexOf('<|im_end|>')),
    entry.u32('tokenizer.ggml.unknown_token_id', 0),
    entry.bool('tokenizer.ggml.add_bos_token', true),
    // Else every reply would begin with a space.
    entry.bool('tokenizer.ggml.add_space_prefix', false),
    entry.text('tokenizer.chat_template', chatTemplate),
  ],
})
console.log(`${path}: ${statSync(path).size} bytes`)

function withWeights(): Parameters<typeof writeGguf>[1]['tensors'] {
  const bytes = readFileSync('weights.bin')
  const weights = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
  let taken = 0
  const tensors = llamaTensors(shape).map((tensor) => {
    const from = taken
    taken += tensor.dimensions.reduce((product, dimension) => product * dimension, 1)
    return { ...tensor, values: weights.slice(from, taken) }
  })
  if (taken !== weights.length) throw new Error(`weights.bin holds ${weights.length} numbers; the shape needs ${taken}`)
  return tensors
}
