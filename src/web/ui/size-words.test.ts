import { expect, test } from 'vitest'
import { count, sizeWords } from './size-words.ts'

test.for([
  [0, '0 bytes'],
  [1, 'one byte'],
  [999, '999 bytes'],
  [1_000, '1.0 KB'],
  [12_345, '12 KB'],
  [999_600, '1.0 MB'],
  [1_500_000_000, '1.5 GB'],
  [2_000_000_000_000, '2000 GB'],
] as const)('%d bytes are %s', ([sizeBytes, words]) => {
  expect(sizeWords(sizeBytes)).toBe(words)
})

test('one thing is one, and a thousand have their comma', () => {
  expect(count(1, 'chat')).toBe('one chat')
  expect(count(1_234, 'message')).toBe('1,234 messages')
  expect(count(0, 'story', 'stories')).toBe('0 stories')
})
