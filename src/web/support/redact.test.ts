import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canaries, canariesIn } from '../../../test/support/canaries.ts'
import { Redactor } from './redact.ts'

function redacted(value: unknown): string {
  return JSON.stringify(new Redactor().redacted(value))
}

describe('a planted secret is not in what comes out', () => {
  test.for(canaries.map(({ what, ...rest }) => [what, rest] as const))('%s', ([, { text, secret }]) => {
    for (const around of [text, `It said: ${text}`, `${text}\nand then`, `(${text})`, `"${text}"`]) {
      const found = redacted({ because: around })
      expect(found).not.toContain(secret)
      expect(found).toContain('‹')
    }
  })

  test('and none of all of them at once, in any order', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...canaries], { minLength: 2 }),
        fc.constantFrom(' ', '\n', ', '),
        (some, gap) => {
          const text = some.map((one) => one.text).join(gap)
          expect(canariesIn(new TextEncoder().encode(redacted({ words: text })))).toEqual([])
        },
      ),
    )
  })
})

test('the same secret has the same mark everywhere, another has another', () => {
  const redactor = new Redactor()
  expect(
    redactor.redacted({
      words: 'ann@example.org wrote to bob@example.org',
      faults: [{ because: 'no ann@example.org' }],
    }),
  ).toEqual({
    words: '‹e-mail address 1› wrote to ‹e-mail address 2›',
    faults: [{ because: 'no ‹e-mail address 1›' }],
  })
  expect(redactor.removed()).toEqual([{ kind: 'e-mail address', times: 3 }])
})

test('what was known by its place in one text is not let through in another', () => {
  expect(new Redactor().redacted(['password: correct-horse', 'I typed correct-horse twice'])).toEqual([
    'password: ‹password or key 1›',
    'I typed ‹password or key 1› twice',
  ])
})

test.for([
  'The last page is gone. It was there at 22:30:05, on 2026-11-29, and 12:30 before that.',
  '2026-11-29T22:30:05+01:00[Europe/Berlin]',
  '01991f00-0000-7000-8000-000000000000',
  '127.0.0.1:8522 refused the connection (ECONNREFUSED), and so did [::1]:8522',
  'HTTP 521 without an explanation we can read',
  '/api/chats/:id/turns',
  'My password is not accepted. The author: Jane Austen. In my opinion: no.',
  'std::vector, 3 : 4, version 0.1.0, 1,234,567 words, 10:20:30',
  'I lost 4.000 words in chapter 12-13, pages 100-2000.',
  'and/or? Why? (yes/no)',
  'Die Seite lädt nicht; “nichts” geht mehr. 昨日は海へ行きました。',
  'Basic understanding, a bearer of bad news, the key is under the mat',
])('%j is left as it is', (text) => {
  expect(new Redactor().redacted(text)).toBe(text)
})

test('a mark is taken for no secret', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const once = new Redactor().redacted(text)
      expect(new Redactor().redacted(once)).toBe(once)
    }),
  )
})

// A pattern that begins anew at every letter would take minutes for these.
test.for([
  'a',
  '0',
  'a1A',
  '0:',
  '1-',
  ' 1',
  'a@a.',
  'x://a',
  ' x://a',
  '/a',
  ' /',
  'token',
  '%40a',
  'a.',
  'ey',
  '\u2039',
])('a long text of %j is read in one go', (part) => {
  expect(typeof new Redactor().redacted(part.repeat(50_000))).toBe('string')
})

test('an id of a request stays, whichever it is', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      expect(new Redactor().redacted(`${id}, ${id}`)).toBe(`${id}, ${id}`)
    }),
  )
})
