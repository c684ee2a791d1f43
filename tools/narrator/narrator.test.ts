import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { llamaTensors } from './llama-shape.ts'
import { writeRandomModel } from './random-model.ts'

const narrator = readFileSync(new URL('../../models/holdfast-narrator-0.gguf', import.meta.url))
const shape = { width: 128, hidden: 352, layers: 4, heads: 4 }

test('grammar, tokenizer and export make the very file that is shipped from its weights', { timeout: 120_000 }, () => {
  const folder = newFolder()
  // The vocabulary is learnt from the first 6,000 stories, so these are enough for it.
  writeFileSync(join(folder, 'corpus.txt'), run('corpus.ts', folder, '6000', '7'))
  run('tokenizer.ts', folder)
  writeFileSync(join(folder, 'shape.json'), JSON.stringify(shape))
  writeFileSync(join(folder, 'weights.bin'), weightsOf(narrator))
  run('export.ts', folder, 'again.gguf')
  expect(sha256(readFileSync(join(folder, 'again.gguf')))).toBe(sha256(narrator))
})

test('a random model of the same shape is the same file', () => {
  const folder = newFolder()
  const small = { width: 96, hidden: 256, layers: 2, heads: 6, keyHeads: 3, pieces: 1000 }
  writeRandomModel(join(folder, 'one.gguf'), small, 256)
  writeRandomModel(join(folder, 'two.gguf'), small, 256)
  expect(sha256(readFileSync(join(folder, 'one.gguf')))).toBe(sha256(readFileSync(join(folder, 'two.gguf'))))
})

/** What `train.py` would have left behind: the tensors are all that stands at the file's end, matrices as f16. */
function weightsOf(file: Buffer): Float32Array {
  const tensors = llamaTensors({ ...shape, keyHeads: shape.heads, pieces: 1024 }).map(({ dimensions }) => {
    const count = dimensions.reduce((product, dimension) => product * dimension, 1)
    return { count, isHalf: dimensions.length > 1, sizeBytes: count * (dimensions.length > 1 ? 2 : 4) }
  })
  let at = file.byteLength - tensors.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength)
  const values = tensors.flatMap(({ count, isHalf, sizeBytes }) => {
    at += sizeBytes
    const body = bytes.slice(at - sizeBytes, at)
    return [...(isHalf ? new Float16Array(body, 0, count) : new Float32Array(body, 0, count))]
  })
  return Float32Array.from(values)
}

function run(command: string, folder: string, ...words: readonly string[]): Buffer {
  const path = fileURLToPath(new URL(command, import.meta.url))
  return execFileSync(process.execPath, [path, ...words], { cwd: folder, maxBuffer: 1 << 26 })
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-narrator-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
