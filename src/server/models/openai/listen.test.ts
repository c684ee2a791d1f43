import { expect, test } from 'vitest'
import { openListener } from './listen.ts'
import { open } from './seam/sieve.ts'

const delta = Buffer.from('data: {"choices":[{"delta":{"content":"Once"}}]}\n\n')

test.for([
  ['a line without an end', Buffer.from(`data: ${'x'.repeat(1_000_001)}`), 'backend-flooded'],
  ['a long field before the end of a line', Buffer.from(`data: ${'x'.repeat(1_000_001)}\ndata: `), 'backend-flooded'],
  ['an error', Buffer.from('data: {"error":"gone"}\n\n'), 'backend-failed'],
] as const)('after %s nothing of the same batch is heard', ([, bytes, fault]) => {
  const listener = openListener({ wording: { now: () => 0, apiKey: undefined }, way: null, sieve: open })
  const told = listener.hear([delta, bytes, delta, delta])
  expect(told.map(({ kind }) => kind)).toEqual(['began', 'token'])
  expect(listener.result()).toMatchObject({ kind: 'failed', failure: { fault } })
})
