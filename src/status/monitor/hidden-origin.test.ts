import { expect, test } from 'vitest'
import { withoutOrigin } from './hidden-origin.ts'

test.for([
  [
    'https://origin.internal:8443',
    'origin.internal:8443: connect ECONNREFUSED 10.1.2.3:8443',
    'the server: connect ECONNREFUSED the server',
  ],
  ['http://10.1.2.3:8522', '10.1.2.3:8522 failed in phase connect', 'the server failed in phase connect'],
  ['http://[2001:db8::7]:8522', 'connect ETIMEDOUT 2001:db8::7:8522', 'connect ETIMEDOUT the server'],
  ['http://127.0.0.1:8522', 'connect ECONNREFUSED 127.0.0.1:8522', 'connect ECONNREFUSED 127.0.0.1:8522'],
  [null, 'story.example: connect ECONNREFUSED 203.0.113.7:443', 'story.example: connect ECONNREFUSED 203.0.113.7:443'],
] as const)('with the server at %s: %s', ([server, text, expected]) => {
  expect(withoutOrigin(text, server)).toBe(expected)
})
