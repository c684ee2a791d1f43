import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextToSay } from './announce.ts'

test('a paragraph is read out when it is whole, and the last one at the end', () => {
  expect(nextToSay('It was a dark', 0, false)).toEqual({ say: '', upTo: 0 })
  expect(nextToSay('It was dark.\n\nThen', 0, false)).toEqual({ say: 'It was dark.', upTo: 12 })
  expect(nextToSay('It was dark.\n\nThen light.', 12, true)).toEqual({ say: 'Then light.', upTo: 25 })
})

test('however the text grows, every word is read out once and in order', () => {
  const piece = fc.stringMatching(/^[a-z .]{0,6}(\n\n)?$/)
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      let [text, from, said] = ['', 0, '']
      for (const [index, next] of [...pieces, ''].entries()) {
        text += next
        const { say, upTo } = nextToSay(text, from, index === pieces.length)
        said += say
        from = upTo
      }
      expect(said.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
    }),
  )
})
