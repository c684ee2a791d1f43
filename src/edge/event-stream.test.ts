import { expect, test } from 'vitest'
import { isBetweenEvents, isOpenEventStream } from './event-stream.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test.for([
  ['data: a\n\n', true],
  ['data: a\r\n\r\n', true],
  ['\n\n', true],
  ['data: a\n', false],
  ['data: a', false],
  ['\n', false],
] as const)('%j ends an event: %s', ([text, isEnd]) => {
  expect(isBetweenEvents(bytes(text))).toBe(isEnd)
})

test('before the first word something may be said', () => {
  expect(isBetweenEvents(undefined)).toBe(true)
})

test.for([
  [{ 'content-type': 'text/event-stream' }, true],
  [{ 'content-type': 'Text/Event-Stream; charset=utf-8' }, true],
  [{ 'content-type': 'text/event-stream', 'content-encoding': 'gzip' }, false],
  [{ 'content-type': 'text/event-stream', 'content-length': '5' }, false],
  [{ 'content-type': 'application/json' }, false],
  [{}, false],
] as const)('%j may be added to: %s', ([headers, isOpen]) => {
  expect(isOpenEventStream((name) => new Map(Object.entries(headers)).get(name))).toBe(isOpen)
})
