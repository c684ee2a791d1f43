import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventReader, type Read } from './event-reader.ts'

function readAll(chunks: readonly Buffer[], lineLimit = 1_000): readonly Read[] {
  const reader = eventReader(lineLimit)
  const reads: Read[] = []
  for (const chunk of chunks) {
    reads.push(...reader.take(chunk))
    if (reads.at(-1)?.kind === 'too-long') return reads
  }
  return [...reads, ...reader.end()]
}

function cut(bytes: Buffer, size: number): readonly Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  )
}

test('events are the same however their bytes are cut', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((line) => !/[\r\n]/.test(line))
  fc.assert(
    fc.property(fc.array(text), fc.integer({ min: 1, max: 20 }), fc.constantFrom('\n', '\r\n'), (lines, size, end) => {
      const bytes = Buffer.from(lines.map((line) => `data: ${line}${end}${end}`).join(''))
      expect(readAll(cut(bytes, size))).toEqual(lines.map((line) => ({ kind: 'data', text: line })))
    }),
  )
})

test('a last event without a blank line counts', () => {
  expect(readAll([Buffer.from('data: one\n\ndata: [DONE]')])).toEqual([
    { kind: 'data', text: 'one' },
    { kind: 'data', text: '[DONE]' },
  ])
})

test('comments, names and ids say nothing', () => {
  expect(readAll([Buffer.from(': hello\nevent: message\nid: 7\ndata: one\n\n')])).toEqual([
    { kind: 'data', text: 'one' },
  ])
})

test('a line that is no field is a stray', () => {
  expect(readAll([Buffer.from('{"error":"gone"}\n')])).toEqual([{ kind: 'stray', line: '{"error":"gone"}' }])
})

test('bytes that are no characters are noticed, and a replacement character that was meant is not', () => {
  const meant = Buffer.from('data: \uFFFD!\n\n')
  for (let size = 1; size < meant.length; size++) {
    expect(readAll(cut(meant, size))).toEqual([{ kind: 'data', text: '\uFFFD!' }])
  }
  const broken = Buffer.from([...Buffer.from('data: '), 0xff, ...Buffer.from('\n\n')])
  expect(readAll([broken])).toEqual([{ kind: 'replaced' }, { kind: 'data', text: '\uFFFD' }])
})

test.for(['data: ', '{', 'x'])('a line without an end is given up: %s…', (start) => {
  const reads = readAll(cut(Buffer.from(start + 'x'.repeat(5_000)), 100))
  expect(reads.at(-1)).toEqual({ kind: 'too-long' })
})
