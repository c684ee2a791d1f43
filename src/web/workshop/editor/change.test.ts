import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeBetween } from './change.ts'

test('a change made to the text before gives the text after, and touches no more than it must', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n') })
  fc.assert(
    fc.property(text, text, text, text, (head, tail, before, after) => {
      const [from, to] = [head + before + tail, head + after + tail]
      const change = changeBetween(from, to)
      expect(from.slice(0, change.from) + change.insert + from.slice(change.to)).toBe(to)
      expect(change.to - change.from).toBeLessThanOrEqual(before.length)
      expect(change.insert.length).toBeLessThanOrEqual(after.length)
    }),
  )
})
