import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fresh, heard, type Steadiness } from './steadiness.ts'

/** `+` is a good probe and `-` a failed one; the first is at 1. */
function after(words: string): Steadiness {
  return [...words].reduce((steady, word, index) => heard(steady, { at: index + 1, isWell: word === '+' }), fresh)
}

test.for([
  ['a single lost probe says nothing', '+++-+++', { state: 'well' }],
  ['two of three make it down, since the first of them', '++--', { state: 'down', failedAt: 3, isSure: false }],
  ['with a good one between them, too', '++-+-', { state: 'down', failedAt: 3, isSure: false }],
  ['two that are far apart do not', '-++-++-', { state: 'well' }],
  ['one more failure makes it sure', '++---', { state: 'down', isSure: true }],
  ['two good ones do not end it', '---++', { state: 'down', isSure: true, recoveredAt: null }],
  ['three in a row do, since the first of them', '---+++', { state: 'well', recoveredAt: 4 }],
  ['what flaps goes on', '---++-++-++-', { state: 'down', failedAt: 1 }],
  ['what was never sure is over as quietly', '--+++', { state: 'well', isSure: false, recoveredAt: 3 }],
] as const)('%s: %s', ([, words, expected]) => {
  expect(after(words)).toMatchObject(expected)
})

test('it never turns without the probes that it takes', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (words) => {
      let before = fresh
      for (const [at, isWell] of words.entries()) {
        const now = heard(before, { at, isWell })
        const recent = words.slice(0, at + 1)
        if (before.state === 'well' && now.state === 'down') {
          expect(recent.slice(-3).filter((good) => !good).length).toBeGreaterThanOrEqual(2)
        }
        if (before.state === 'down' && now.state === 'well') expect(recent.slice(-3)).toEqual([true, true, true])
        before = now
      }
    }),
  )
})
