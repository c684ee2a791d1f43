import { expect, test } from 'vitest'
import { splitTarget } from '../request-head.ts'
import { makesWork } from './makes-work.ts'

test.for([
  ['POST', '/api/chats/1/turns', true, true],
  ['POST', '/api/messages/1/variants', true, true],
  ['POST', '/v1/chat/completions', true, true],
  ['GET', '/api/chats/1/turns', true, false],
  ['POST', '/api/replies/1/stop', true, false],
  ['POST', '/api/chats', true, false],
  ['GET', '/v1/stream/1', true, false],
  ['PUT', '/v1/stream/1', true, false],
  ['GET', '/search', false, false],
  ['POST', '/search', false, true],
  ['DELETE', '/things/1', false, true],
  ['GET', '/__edge/proof', true, false],
  ['GET', '/__edge/proof?solution=x', false, true],
] as const)('%s %s with Holdfast behind (%s) makes somebody work: %s', ([method, path, isOwn, isWork]) => {
  expect(makesWork({ method, ...splitTarget(path) }, isOwn)).toBe(isWork)
})
