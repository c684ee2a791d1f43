import { randomFillSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inParts, joined } from '../../../../test/support/archive-house.ts'
import { peek } from '../peek.ts'
import { formatHeader, headerBytes, parseHeader, tagBytes } from './header.ts'
import { sealed } from './seal.ts'
import { unsealed, type SealDamage } from './unseal.ts'

const quick = { memoryKiB: 64, passes: 1, parallelism: 1 }
const chunkBytes = 1024
const passphrase = 'pass\u00e9 phrase'

async function seal(bytes: Uint8Array): Promise<Buffer> {
  const how = { passphrase, fill: randomFillSync, cost: quick, chunkBytes }
  return await joined(sealed(inParts(bytes, 700), how))
}

async function open(file: Uint8Array, withPassphrase: string | undefined = passphrase) {
  const damages: SealDamage[] = []
  const { head, rest } = await peek(inParts(file, 333), headerBytes)
  const opened = await unsealed(head, rest, { passphrase: withPassphrase, damaged: (damage) => damages.push(damage) })
  if (!opened.ok) return { refused: opened.error }
  return { bytes: await joined(opened.value), damages }
}

const story = Buffer.from(Array.from({ length: 5_000 }, (_, n) => n % 251))
const chunkAt = (index: number): number => headerBytes + index * (chunkBytes + tagBytes)

test('what was sealed is opened by its passphrase, whatever its length', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 5 * chunkBytes }), async (length) => {
      const bytes = Buffer.alloc(length, 'word ')
      expect(await open(await seal(bytes))).toEqual({ bytes, damages: [] })
    }),
    { numRuns: 30, examples: [[0], [1], [chunkBytes - 1], [chunkBytes], [chunkBytes + 1], [2 * chunkBytes]] },
  )
})

test('the same words sealed twice are two different files', async () => {
  expect((await seal(story)).equals(await seal(story))).toBe(false)
})

test('a passphrase has one spelling, however its letters are composed', async () => {
  expect(await open(await seal(story), 'passe\u0301 phrase')).toMatchObject({ damages: [] })
})

test('without the passphrase, or with another, nothing is opened', async () => {
  const file = await seal(story)
  expect(await open(file, 'pass\u00e9 phrasf')).toEqual({ refused: 'passphrase-wrong' })
  expect(await open(file, '')).toEqual({ refused: 'passphrase-wrong' })
  const { head, rest } = await peek(inParts(file), headerBytes)
  const none = await unsealed(head, rest, { passphrase: undefined, damaged: () => undefined })
  expect(none).toEqual({ ok: false, error: 'passphrase-needed' })
})

describe('every change is noticed, and what is whole around it is read', () => {
  const blank = (from: number, to: number): Buffer => {
    const bytes = Buffer.from(story)
    bytes.fill('\n', from, to)
    return bytes
  }

  test('a flipped bit', async () => {
    const file = await seal(story)
    const at = chunkAt(1) + 5
    file.writeUInt8(file.readUInt8(at) ^ 1, at)
    expect(await open(file)).toEqual({ bytes: blank(chunkBytes, 2 * chunkBytes), damages: [{ chunk: 1 }] })
  })

  test('two parts that changed places', async () => {
    const file = await seal(story)
    const [one, two] = [
      Buffer.from(file.subarray(chunkAt(1), chunkAt(2))),
      Buffer.from(file.subarray(chunkAt(2), chunkAt(3))),
    ]
    file.set(two, chunkAt(1))
    file.set(one, chunkAt(2))
    expect(await open(file)).toEqual({
      bytes: blank(chunkBytes, 3 * chunkBytes),
      damages: [{ chunk: 1 }, { chunk: 2 }],
    })
  })

  test('an end that is cut off between two parts, and inside one', async () => {
    const file = await seal(story)
    const whole = story.subarray(0, 2 * chunkBytes)
    expect(await open(file.subarray(0, chunkAt(2)))).toEqual({ bytes: whole, damages: ['cut-off'] })
    const inside = await open(file.subarray(0, chunkAt(2) + 100))
    expect(inside).toMatchObject({ damages: [{ chunk: 2 }] })
    expect(inside.bytes?.subarray(0, whole.length)).toEqual(whole)
    expect(await open(file.subarray(0, headerBytes))).toEqual({ bytes: Buffer.alloc(0), damages: [{ chunk: 0 }] })
  })

  test('something that was added at the end', async () => {
    const file = await seal(story)
    const opened = await open(Buffer.concat([file, file.subarray(chunkAt(4))]))
    expect(opened.damages?.length).toBeGreaterThan(0)
    expect(opened.bytes?.subarray(0, 4 * chunkBytes)).toEqual(story.subarray(0, 4 * chunkBytes))
  })

  test('a part of another file under the same passphrase', async () => {
    const [file, other] = [await seal(story), await seal(story)]
    file.set(other.subarray(chunkAt(3), chunkAt(4)), chunkAt(3))
    expect(await open(file)).toMatchObject({ damages: [{ chunk: 3 }] })
  })
})

test('the header is read as it was written', () => {
  const header = {
    cost: { memoryKiB: 65_536, passes: 3, parallelism: 4 },
    salt: Buffer.alloc(16, 1),
    noncePrefix: Buffer.alloc(7, 2),
    chunkBytes: 65_536,
    check: Buffer.alloc(16, 3),
  }
  expect(parseHeader(formatHeader(header))).toEqual({ ok: true, value: header })
  expect(formatHeader(header).toString('hex')).toBe(
    '484f4c44464153542d5345414c45440a' +
      '0101' +
      '00010000' +
      '00000003' +
      '00000004' +
      '01'.repeat(16) +
      '00010000' +
      '02'.repeat(7) +
      '03'.repeat(16),
  )
})
