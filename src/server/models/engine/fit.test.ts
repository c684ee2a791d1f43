import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PromptMessage } from '../port.ts'
import { fitPrompt } from './fit.ts'
import type { FitOptions } from './fit.ts'

/** One token a character, and two around each message. */
const tokensOf = (messages: readonly PromptMessage[]): readonly string[] =>
  messages.flatMap(({ role, text }) => [`<${role}>`, ...text, '</>'])

const options = (room: number, more: Partial<FitOptions<string>> = {}): FitOptions<string> => ({
  tokensOf,
  lengthOf: (text) => [...text].length,
  room,
  longMessage: 'refuse',
  ...more,
})

const said = (role: PromptMessage['role'], text: string): PromptMessage => ({ role, text })
const story = [said('user', 'aaaa'), said('assistant', 'bbbb'), said('user', 'cccc'), said('assistant', 'dddd')]

test('a conversation that fits is read whole', () => {
  const messages = [...story, said('user', 'e')]
  expect(fitPrompt(messages, options(100))).toEqual({ ok: true, value: tokensOf(messages) })
})

test('of a longer one the oldest turns are left out, and what is read begins with a person', () => {
  const last = said('user', 'e')
  expect(fitPrompt([...story, last], options(20))).toEqual({ ok: true, value: tokensOf([...story.slice(2), last]) })
  expect(fitPrompt([...story, last], options(14))).toEqual({ ok: true, value: tokensOf([last]) })
})

test('the system message stays', () => {
  const system = said('system', 'be kind')
  const last = said('user', 'e')
  expect(fitPrompt([system, ...story, last], options(13))).toEqual({ ok: true, value: tokensOf([system, last]) })
})

test('a last message that is too long alone is refused with its measure, or read from its end', () => {
  const long = said('user', '0123456789')
  expect(fitPrompt([...story, long], options(8))).toEqual({
    ok: false,
    error: 'the last message alone is 12 tokens, and 8 can be read',
  })
  expect(fitPrompt([said('system', 'kind'), long], options(8))).toEqual({
    ok: false,
    error: 'the sheet and the last message alone are 18 tokens, and 8 can be read',
  })
  const fromEnd = fitPrompt([...story, long], options(8, { longMessage: 'read-its-end' }))
  expect(fromEnd).toEqual({ ok: true, value: tokensOf([said('user', '456789')]) })
})

test('nothing to answer is a sentence', () => {
  expect(fitPrompt([], options(8))).toEqual({ ok: false, error: 'there is no message to answer' })
  expect(fitPrompt([said('user', 'x')], options(1, { longMessage: 'read-its-end' })).ok).toBe(false)
})

test('what is read always fits, ends with the last message, and is found by reading little', () => {
  const turn = fc.record({ role: fc.constantFrom('user' as const, 'assistant' as const), text: fc.string() })
  fc.assert(
    fc.property(fc.array(turn, { minLength: 1, maxLength: 60 }), fc.integer({ min: 4, max: 200 }), (messages, room) => {
      let renderings = 0
      const counted = (some: readonly PromptMessage[]): readonly string[] => {
        renderings += 1
        return tokensOf(some)
      }
      const read = fitPrompt(messages, options(room, { tokensOf: counted, longMessage: 'read-its-end' }))
      if (!read.ok) throw new Error(read.error)
      expect(read.value.length).toBeLessThanOrEqual(room)
      expect(read.value.at(-1)).toBe('</>')
      expect(renderings).toBeLessThanOrEqual(20)
    }),
  )
})
