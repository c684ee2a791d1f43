import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fresh, heard, isInDoubt, type Steadiness } from './steadiness.ts'

/** `+` is a good probe and `-` a failed one, one every 10 seconds; the first is at 10. */
function after(words: string): Steadiness {
  return [...words].reduce(
    (steady, word, index) => heard(steady, { at: (index + 1) * 10_000, isWell: word === '+' }),
    fresh,
  )
}

test.for([
  ['a single lost probe says nothing', '+++-+++', { state: 'well' }],
  ['two of five make it down, since the first of them', '++--', { state: 'down', failedAt: 30_000, isSure: false }],
  ['with good ones between them, too', '++-++-', { state: 'down', failedAt: 30_000, isSure: false }],
  ['two at both ends of five do, too', '+-+++-', { state: 'down', failedAt: 20_000 }],
  ['two that are far apart do not', '-++++-++++-', { state: 'well' }],
  ['one more failure makes it sure', '++---', { state: 'down', isSure: true }],
  ['good ones for less than half a minute do not end it', '---+++', { state: 'down', isSure: true, recoveredAt: null }],
  ['more do, since the first of them', '---++++', { state: 'well', recoveredAt: 40_000 }],
  ['what flaps goes on', '---++-++-+++-', { state: 'down', failedAt: 10_000 }],
  ['what was never sure is over as quietly', '--++++', { state: 'well', isSure: false, recoveredAt: 30_000 }],
] as const)('%s: %s', ([, words, expected]) => {
  expect(after(words)).toMatchObject(expected)
})

test('whatever failed a moment ago is in doubt, and nothing else', () => {
  expect(['++++', '+++-', '-++++', '-+++++', '----++', '----++++'].map((words) => isInDoubt(after(words)))).toEqual([
    false,
    true,
    true,
    false,
    true,
    false,
  ])
})

test('it never turns without the probes that it takes', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (words) => {
      let before = fresh
      for (const [index, isWell] of words.entries()) {
        const now = heard(before, { at: index * 10_000, isWell })
        const recent = words.slice(0, index + 1)
        if (before.state === 'well' && now.state === 'down') {
          expect(recent.slice(-5).filter((good) => !good).length).toBeGreaterThanOrEqual(2)
        }
        if (before.state === 'down' && now.state === 'well') expect(recent.slice(-4)).toEqual(Array(4).fill(true))
        before = now
      }
    }),
  )
})
