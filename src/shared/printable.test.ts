import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printable, printableLines } from './printable.ts'

test.for([
  ['a plain line', 'a plain line'],
  ['Grüße, 世界 👩\u200d🚀', 'Grüße, 世界 👩\u200d🚀'],
  ['\u001b[2J\u001b]0;owned\u0007', '\\u{1b}[2J\\u{1b}]0;owned\\u{7}'],
  ['\u009b31m', '\\u{9b}31m'],
  ['two\nlines\r', 'two\\u{a}lines\\u{d}'],
  ['safe\u202etxt.exe', 'safe\\u{202e}txt.exe'],
  ['half \ud83d of a pair', 'half \\u{d83d} of a pair'],
] as const)('%j is printed as %j', ([text, printed]) => {
  expect(printable(text)).toBe(printed)
})

test('no text has a control character left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(printable(text)).not.toMatch(/\p{Cc}/u)
      expect(printable(text).isWellFormed()).toBe(true)
    }),
  )
})

test('lines stay lines, whatever ends them', () => {
  expect(printableLines('one\r\ntwo\rthree\n\tfour')).toEqual(['one', 'two', 'three', '    four'])
})
