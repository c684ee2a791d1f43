import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ArchiveMessage } from '#protocol/archive.ts'
import { checkArchive } from './check-archive.ts'
import { bareArchive, parentsFirst } from './local-archive.ts'

const at = (n: number): string => `01a20f82-5ffd-7399-b3a4-${String(n).padStart(12, '0')}`
const clock = { now: () => 1 }

/** Messages in any order, some without the one they follow, as a device has them that has no room for all. */
const messages = fc
  .array(
    fc.record({ parent: fc.nat(), createdAt: fc.nat(5), text: fc.string({ unit: 'binary' }), isHere: fc.boolean() }),
  )
  .map((made) =>
    made.flatMap(({ parent, createdAt, text, isHere }, n): readonly ArchiveMessage[] => {
      const parentId = n === 0 ? null : at(parent % n)
      return isHere ? [{ id: at(n), chatId: at(999), parentId, role: 'user', text, createdAt, reply: null }] : []
    }),
  )
  .chain((some) => fc.shuffledSubarray(some, { minLength: some.length }))

describe('what a device has as an archive', () => {
  test('every message comes once, after the one it follows if that is here', () => {
    fc.assert(
      fc.property(messages, (some) => {
        const order = parentsFirst(some).map(({ id }) => id)
        expect(order.toSorted()).toEqual(some.map(({ id }) => id).toSorted())
        for (const { id, parentId } of some) {
          if (parentId !== null && order.includes(parentId))
            expect(order.indexOf(parentId)).toBeLessThan(order.indexOf(id))
        }
      }),
    )
  })

  test('is whole when it is read, in pieces that end anywhere, and never when a byte of it is another', async () => {
    const chat = { id: at(999), title: 'Ünïcode', createdAt: 1, updatedAt: 1, head: null }
    await fc.assert(
      fc.asyncProperty(messages, fc.integer({ min: 1, max: 50 }), fc.nat(), async (some, pieceBytes, where) => {
        const bytes = new Uint8Array(await (await bareArchive([{ chat, messages: some }], clock)).arrayBuffer())
        const whole = { sizeBytes: bytes.length, chats: 1, messages: some.length, damage: null }
        expect(await checkArchive(inPieces(bytes, pieceBytes))).toEqual(whole)
        bytes[where % bytes.length] = (bytes[where % bytes.length] ?? 0) ^ 1
        expect((await checkArchive(inPieces(bytes, pieceBytes))).damage).not.toBeNull()
      }),
    )
  })

  test('that ends early is known to, wherever it ends', async () => {
    const bytes = new Uint8Array(await (await bareArchive([], clock)).arrayBuffer())
    for (let size = 0; size < bytes.length; size++) {
      expect((await checkArchive(inPieces(bytes.subarray(0, size), 7))).damage, `${size} bytes`).not.toBeNull()
    }
  })
})

async function* inPieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes)
}
