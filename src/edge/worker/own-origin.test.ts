import { expect, test } from 'vitest'
import { withOwnOrigin } from './own-origin.ts'

const server = 'http://127.0.0.1:8522'
const seen = (headers: Record<string, string>): string | null =>
  withOwnOrigin(new Headers(headers), server).get('origin')

test.for([
  [{ origin: 'https://story.example', 'x-forwarded-host': 'story.example' }, server],
  [{ origin: 'http://localhost:8521', 'x-forwarded-host': 'localhost:8521' }, server],
  [{ origin: 'https://evil.example', 'x-forwarded-host': 'story.example' }, 'https://evil.example'],
  [{ origin: 'null', 'x-forwarded-host': 'story.example' }, 'null'],
  [{ 'x-forwarded-host': 'story.example' }, null],
] as const)('%o reaches the server as %s', ([headers, origin]) => {
  expect(seen(headers)).toBe(origin)
})
