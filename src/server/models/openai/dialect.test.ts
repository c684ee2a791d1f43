import { expect, test } from 'vitest'
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
