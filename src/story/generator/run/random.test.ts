import { expect, test } from 'vitest'
import { RandomStream, seedFrom } from './random.ts'

test('a seed gives the same numbers for ever', () => {
  const stream = new RandomStream(seedFrom('a seed'), 0)
  expect(Array.from({ length: 4 }, () => stream.below(1_000_000))).toEqual([998069, 776588, 989843, 870403])
})

test('seeds and places that lie side by side have streams of their own', () => {
  const firsts = ['', 'a', 'b', 'aa', '1', '2', 'ü'].flatMap((seed) =>
    [0, 1, 2, 4_294_967_295].map((index) => new RandomStream(seedFrom(seed), index).next()),
  )
  expect(new Set(firsts).size).toBe(firsts.length)
})

test('numbers lie in [0, 1) and are evenly spread', () => {
  const stream = new RandomStream(seedFrom('spread'), 0)
  const buckets = Array.from({ length: 16 }, () => 0)
  for (let n = 0; n < 64_000; n++) {
    const bucket = Math.floor(stream.next() * 16)
    buckets[bucket] = (buckets[bucket] ?? 0) + 1
  }
  expect(buckets).toHaveLength(16)
  for (const count of buckets) expect(Math.abs(count - 4_000)).toBeLessThan(300)
})
