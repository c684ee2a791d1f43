import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seamSieve, splitAtEnd, splitAtWord, type Split } from './plan.ts'
import type { Sieve } from './sieve.ts'

const word = fc.constantFrom(
  'the',
  'sea',
  'was',
  'grey',
  'and',
  'Mira',
  'said:',
  '"No."',
  'well-known',
  'café',
  '…',
  '🦊',
)
const prose = fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => words.join(' '))
/** Fractions at which a text is cut into deltas. */
const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 })

function cutAt(text: string, at: readonly number[]): readonly string[] {
  const places = [...new Set(at.map((fraction) => Math.floor(fraction * text.length)))].toSorted((a, b) => a - b)
  const ends = [...places, text.length]
  return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end)).filter((piece) => piece !== '')
}

/** What a sieve shows of all that comes, or what it says instead. */
function shown(sieve: Sieve, deltas: readonly string[]): string {
  let text = ''
  for (const delta of deltas) {
    const sifted = sieve.take(delta)
    if (sifted.kind !== 'pass') return sifted.kind
    text += sifted.text
  }
  const rest = sieve.end()
  return rest.kind === 'pass' ? text + rest.text : rest.kind
}

function prefill(split: Split, isDeclared = false): Sieve {
  return seamSieve({ split, way: 'prefill', isDeclared })
}

describe('after a prefill', () => {
  test('any text, cut anywhere, gone on with in any deltas, echoed or not, is shown with each word once', () => {
    fc.assert(
      fc.property(
        prose,
        fc.double({ min: 0, max: 1, noNaN: true }),
        cuts,
        fc.boolean(),
        (whole, place, at, isEchoed) => {
          const written = whole.slice(0, Math.floor(place * whole.length))
          const split = splitAtWord(written)
          const rest = whole.slice(split.sent.length)
          // What begins like an echo is taken for one: that the rest is the beginning again cannot be told apart.
          fc.pre(isEchoed || (split.sent !== '' && !rest.startsWith(split.sent)) || split.sent === '')
          // A cut inside a surrogate pair is joined before the sieve.
          fc.pre(written.isWellFormed() && rest.length > split.held.length)
          const sieve = prefill(split)
          const text = (isEchoed ? split.sent : '') + rest
          expect(written + shown(sieve, cutAt(text, at))).toBe(whole)
        },
      ),
    )
  })

  test('a back end that leaves out the space before its first word loses none', () => {
    const split = splitAtWord('The sea was grey')
    expect(shown(prefill(split), ['gr', 'ey and cold'])).toBe(' and cold')
  })

  test('white space that is shown is not doubled, and line breaks are kept', () => {
    expect(shown(prefill(splitAtWord('The sea. ')), [' It', ' was'])).toBe('It was')
    expect(shown(prefill(splitAtWord('The sea. ')), ['It was'])).toBe('It was')
    expect(shown(prefill(splitAtWord('The sea. ')), ['\n\n', 'It was'])).toBe('\n\nIt was')
    expect(shown(prefill(splitAtWord('The sea.\n\n')), ['\n', '\nIt was'])).toBe('It was')
  })

  test('other words than the shown ones are told apart, with whether the space was left out', () => {
    expect(prefill(splitAtWord('The sea was grey')).take(' blue')).toEqual({ kind: 'differs', isBare: false })
    expect(prefill(splitAtWord('The sea was grey')).take('blue')).toEqual({ kind: 'differs', isBare: true })
    expect(shown(prefill(splitAtWord('The sea was grey')), [' gr'])).toBe('differs')
  })

  test('a back end that leaves out its spaces is given one', () => {
    expect(shown(prefill(splitAtEnd('The sea was grey', true)), ['and', ' cold'])).toBe(' and cold')
    expect(shown(prefill(splitAtEnd('The sea was grey', true)), [', and'])).toBe(', and')
    expect(shown(prefill(splitAtEnd('海は', true)), ['青い'])).toBe('青い')
  })

  test('another reply from its beginning is told apart, unless the back end is declared to go on', () => {
    const split = splitAtWord('Once upon a time there was a fox. It')
    const anew = ['Once upon a time there', ' was a bear.']
    expect(shown(prefill(split), anew)).toBe('anew')
    expect(shown(prefill({ ...split, held: '' }, true), anew)).toBe(anew.join(''))
  })
})

describe('after a model was asked to go on', () => {
  const written = 'Once upon a time there was a fox who lived by the sea. It was old and grey'
  const asked = (text = written): Sieve =>
    seamSieve({ split: splitAtEnd(text, false), way: 'asked', isDeclared: false })

  test('the whole reply again, in any deltas, shows only what is new', () => {
    fc.assert(
      fc.property(prose, prose, cuts, (before, after, at) => {
        expect(shown(asked(before), cutAt(`${before} ${after}`, at))).toBe(` ${after}`)
      }),
    )
  })

  test.for([
    ['its last words', 'by the sea. It was old and grey, but clever.', ', but clever.'],
    ['only new words', 'And it was clever.', ' And it was clever.'],
    ['only a comma', ', but clever.', ', but clever.'],
    ['a beginning that then differs', 'Once upon a time there was a bear.', ' bear.'],
    ['a short coincidence', 'grey was its coat', ' grey was its coat'],
    ['nothing but a repetition', 'It was old and', ''],
  ] as const)('%s', ([, said, expected]) => {
    for (let cut = 0; cut <= said.length; cut++) {
      expect(
        shown(
          asked(),
          [said.slice(0, cut), said.slice(cut)].filter((piece) => piece !== ''),
        ),
      ).toBe(expected)
    }
  })

  test('a laugh is no repetition', () => {
    expect(shown(asked('She laughed: ha ha ha'), ['ha ha ha ha!'])).toBe(' ha ha ha ha!')
  })

  test('the words that were held back come once', () => {
    const sieve = seamSieve({ split: splitAtWord('The sea was gre'), way: 'asked', isDeclared: false })
    expect(shown(sieve, ['grey', ' and cold'])).toBe('y and cold')
  })
})
