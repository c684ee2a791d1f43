import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wholeCharacters } from './whole-characters.ts'

test('characters are whole however the text is cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 5 }), (text, size) => {
      const characters = wholeCharacters()
      let all = ''
      for (let at = 0; at < text.length; at += size) {
        const taken = characters.take(text.slice(at, at + size))
        expect(taken.isWellFormed()).toBe(true)
        all += taken
      }
      expect(all + characters.end()).toBe(text)
    }),
  )
})

test('half a character that stays alone becomes a mark', () => {
  const characters = wholeCharacters()
  expect(characters.take('a\ud83e')).toBe('a')
  expect(characters.take('b')).toBe('\uFFFDb')
  expect(characters.take('\ud83e')).toBe('')
  expect(characters.end()).toBe('\uFFFD')
})
