import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Speller } from './speller.ts'

type Bytes = readonly number[]

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const decode = (tokens: readonly Bytes[]): string => decoder.decode(Uint8Array.from(tokens.flat()))

/** Some text, and its bytes cut into tokens of one to three, across characters or not. */
const cutText = fc
  .tuple(fc.string({ unit: 'grapheme', maxLength: 4 }), fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 32 }))
  .map(([text, lengths]) => {
    const bytes = [...new TextEncoder().encode(text)].slice(0, 31)
    return lengths.map((length) => bytes.splice(0, length)).filter((token) => token.length > 0)
  })
  .filter((tokens) => !decode(tokens).includes('\uFFFD'))

test('pieces are whole characters, and together all of the text and all of the tokens', () => {
  fc.assert(
    fc.property(cutText, (tokens) => {
      const pieces = spell(new Speller(decode), tokens)
      expect(pieces.map(({ text }) => text).join('')).toBe(decode(tokens))
      expect(pieces.flatMap((piece) => piece.tokens)).toEqual(tokens)
      for (const { text } of pieces) expect(text).toMatch(/^[^\uFFFD]+$/)
    }),
  )
})

test('what follows a whole piece is spelled the same by one who was there and one who comes later', () => {
  fc.assert(
    fc.property(cutText, fc.nat(), (tokens, at) => {
      const pieces = spell(new Speller(decode), tokens)
      const cut = at % (pieces.length + 1)
      const known = pieces.slice(0, cut).flatMap((piece) => piece.tokens)
      const later = new Speller(decode)
      spell(later, known)
      expect(spell(later, tokens.slice(known.length))).toEqual(pieces.slice(cut))
    }),
  )
})

test('a word after another keeps its space, though a tokenizer drops the first one', () => {
  const words = ['\u2581Once', '\u2581upon', '\u2581a']
  const detokenize = (tokens: readonly string[]): string => tokens.join('').replaceAll('\u2581', ' ').replace(/^ /, '')
  expect(spell(new Speller(detokenize), words).map(({ text }) => text)).toEqual(['Once', ' upon', ' a'])
})

test('bytes that will never be a character are let go in the end', () => {
  const broken = Array.from({ length: 40 }, () => [0x80])
  const pieces = spell(new Speller(decode), broken)
  expect(pieces.map(({ text }) => text).join('')).toBe('\uFFFD'.repeat(40))
})

function spell<Token>(speller: Speller<Token>, tokens: readonly Token[]): { text: string; tokens: readonly Token[] }[] {
  const pieces = [...tokens.map((token) => speller.add(token)), speller.end()]
  return pieces.filter((piece) => piece !== null)
}
