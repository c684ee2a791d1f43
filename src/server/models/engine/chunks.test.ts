import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { chunkSeed, chunkTokens, nextChunkStart, replayStart } from './chunks.ts'

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const position = fc.nat({ max: 100_000 })

test('a chunk has one seed, the next has another, and so has another reply', () => {
  fc.assert(
    fc.property(seed, position, (reply, at) => {
      const start = nextChunkStart(at) - chunkTokens
      expect(chunkSeed(reply, at)).toBe(chunkSeed(reply, start))
      expect(chunkSeed(reply, at)).not.toBe(chunkSeed(reply, nextChunkStart(at)))
      expect(chunkSeed(reply, at)).not.toBe(chunkSeed(reply ^ 1, at))
      expect(chunkSeed(reply, at)).toBeGreaterThanOrEqual(0)
    }),
  )
})

test('what is drawn again begins a chunk, and ends with at least one token that is known', () => {
  fc.assert(
    fc.property(position, (known) => {
      const start = replayStart(known + 1)
      expect(start % chunkTokens).toBe(0)
      expect(known + 1 - start).toBeGreaterThanOrEqual(1)
      expect(known + 1 - start).toBeLessThanOrEqual(chunkTokens)
    }),
  )
  expect(replayStart(0)).toBe(0)
})
