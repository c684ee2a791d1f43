// GGUF version 3: metadata, descriptions of the tensors, then the tensors, each on a 32-byte boundary.
import { writeFileSync } from 'node:fs'

/** One line of metadata, ready to be written. */
export interface Entry {
  readonly key: string
  readonly type: number
  readonly value: Buffer
}

export interface TensorShape {
  readonly name: string
  /** The fastest index first. */
  readonly dimensions: readonly number[]
}

export interface Tensor extends TensorShape {
  readonly values: Float32Array
}

export interface ModelFile {
  readonly metadata: readonly Entry[]
  readonly tensors: readonly Tensor[]
  /** Matrices as f16. Vectors (the norms) are always f32: llama.cpp wants them so. */
  readonly isHalf: boolean
}

const alignmentBytes = 32

const typeNumbers = { u32: 4, i32: 5, f32: 6, bool: 7, text: 8, list: 9 } as const

/** Makes metadata, by the type of its value. */
export const entry = {
  u32: (key: string, value: number): Entry => ({ key, type: typeNumbers.u32, value: u32(value) }),
  f32: (key: string, value: number): Entry => ({ key, type: typeNumbers.f32, value: f32(value) }),
  bool: (key: string, value: boolean): Entry => ({ key, type: typeNumbers.bool, value: Buffer.of(value ? 1 : 0) }),
  text: (key: string, value: string): Entry => ({ key, type: typeNumbers.text, value: text(value) }),
  texts: (key: string, values: readonly string[]): Entry => list(key, typeNumbers.text, values.map(text)),
  f32s: (key: string, values: readonly number[]): Entry => list(key, typeNumbers.f32, values.map(f32)),
  i32s: (key: string, values: readonly number[]): Entry => list(key, typeNumbers.i32, values.map(i32)),
}

export function writeGguf(path: string, { metadata, tensors, isHalf }: ModelFile): void {
  const descriptions: Buffer[] = []
  const bodies: Buffer[] = []
  let offset = 0
  for (const { name, dimensions, values } of tensors) {
    const asHalf = isHalf && dimensions.length > 1
    const body = padded(asHalf ? bytesOf(new Float16Array(values)) : bytesOf(values))
    descriptions.push(
      Buffer.concat([text(name), u32(dimensions.length), ...dimensions.map(u64), u32(asHalf ? 1 : 0), u64(offset)]),
    )
    bodies.push(body)
    offset += body.length
  }
  const lines = metadata.map(({ key, type, value }) => Buffer.concat([text(key), u32(type), value]))
  const head = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(lines.length), ...lines, ...descriptions]
  writeFileSync(path, Buffer.concat([padded(Buffer.concat(head)), ...bodies]))
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([u64(bytes.length), bytes])
}

function list(key: string, type: number, values: readonly Buffer[]): Entry {
  return { key, type: typeNumbers.list, value: Buffer.concat([u32(type), u64(values.length), ...values]) }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float16Array | Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

function padded(bytes: Buffer): Buffer {
  const missing = (alignmentBytes - (bytes.length % alignmentBytes)) % alignmentBytes
  return Buffer.concat([bytes, Buffer.alloc(missing)])
}
