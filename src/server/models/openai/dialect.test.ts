import { expect, test } from 'vitest'
import { askFor } from './ask.ts'
import { openDialect } from './dialect.ts'

test.for([
  'Unrecognized request argument supplied: stream_options',
  'Extra inputs are not permitted',
  'body: unknown field',
])('leaves the numbers out after: %s', (words) => {
  const dialect = openDialect()
  expect(dialect.usage()).toEqual({ stream_options: { include_usage: true } })
  expect(dialect.learn(words)).toBeTypeOf('function')
  expect(dialect.usage()).toEqual({})
  expect(dialect.learn(words)).toBeUndefined()
})

test('uses the other name of the limit where it is asked to', () => {
  const dialect = openDialect()
  dialect.learn("Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead.")
  expect(dialect.limit(5)).toEqual({ max_completion_tokens: 5 })
  expect(dialect.limit(undefined)).toEqual({})
})

test('forgets a lesson that did not help', () => {
  const dialect = openDialect()
  dialect.learn('unknown field')?.()
  expect(dialect.usage()).toEqual({ stream_options: { include_usage: true } })
})

test.for(['temperature is out of range', 'Unknown parameter: continue_final_message', 'The model `x` does not exist'])(
  'learns nothing from: %s',
  (words) => {
    expect(openDialect().learn(words)).toBeUndefined()
  },
)

test.for([
  'System role not supported',
  'Conversation roles must alternate user/assistant/user/assistant/...',
  'Only user and assistant roles are supported!',
  "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
])('says what a system message would say at the head of the first turn after: %s', (words) => {
  const dialect = openDialect()
  const messages = [
    { role: 'system', text: 'You tell stories.' },
    { role: 'user', text: 'Tell me one.' },
    { role: 'assistant', text: 'Once' },
    { role: 'user', text: 'Go on.' },
  ] as const
  const question = { model: 'm', messages, sent: '', way: null, maxTokens: undefined, template: 'plain' } as const
  expect(askFor(question, dialect).body['messages']).toMatchObject([{ role: 'system' }, {}, {}, {}])
  const forget = dialect.learn(words)
  expect(askFor(question, dialect).body['messages']).toEqual([
    { role: 'user', content: 'You tell stories.\n\nTell me one.' },
    { role: 'assistant', content: 'Once' },
    { role: 'user', content: 'Go on.' },
  ])
  expect(dialect.usage()).not.toEqual({})
  forget?.()
  expect(dialect.messages(messages)).toBe(messages)
})

test('a refusal by a safety system says nothing about system messages', () => {
  expect(openDialect().learn('Your request was rejected as a result of our safety system.')).toBeUndefined()
})
