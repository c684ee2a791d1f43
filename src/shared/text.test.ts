import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clip, lastWholeWordEnd } from './text.ts'

describe('lastWholeWordEnd', () => {
  test.for([
    ['', ''],
    ['The sea was grey', 'The sea was'],
    ['The sea was grey ', 'The sea was grey'],
    ['The sea was grey.', 'The sea was grey.'],
    ['The sea was grey.\n\n', 'The sea was grey.'],
    ['Once', ''],
    ['a well-kno', 'a'],
    ['it was (soft', 'it was'],
    ['it was **bol', 'it was'],
    ['the café\u0301', 'the'],
    ['a fox 👩\u200d👩', 'a fox'],
    ['昨日は海へ行きまし', '昨日は海へ行き'],
    ['你好，世界', '你好，'],
    ['ฉันรักทะเล', 'ฉันรัก'],
  ] as const)('%j ends whole at %j', ([text, whole]) => {
    expect(text.slice(0, lastWholeWordEnd(text))).toBe(whole)
  })

  test('without a space for long it does not go back for ever', () => {
    expect(lastWholeWordEnd(`${'ab/'.repeat(1_000)}cd`)).toBe(3_000)
  })

  test('is a beginning without white space at its end, and never cuts a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const whole = text.slice(0, lastWholeWordEnd(text))
        expect(whole).toBe(whole.trimEnd())
        expect(whole.isWellFormed()).toBe(true)
      }),
    )
  })
})

describe('clip', () => {
  test('cuts at the end of a word and says that it cut', () => {
    expect(clip('one two three', 20)).toBe('one two three')
    expect(clip('one two  three', 10)).toBe('one two…')
  })
})
