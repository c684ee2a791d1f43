import { expect, test } from 'vitest'
import { patternOf } from './path-pattern.ts'

test.for([
  ['/api/chats/0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b/turns', '/api/chats/*/turns'],
  ['/v1/stream/abc123', '/v1/stream/*'],
  ['/reset/aVeryLongWordThatIsAToken', '/reset/*'],
  ['/', '/'],
  ['/a/b/c/d/e/f/g', '/a/b/c/d/e'],
] as const)('%s is %s', ([path, expected]) => {
  expect(patternOf(path)).toBe(expected)
})
