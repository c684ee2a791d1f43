import { expect, test } from 'vitest'
import type { Phase } from '#protocol/evidence.ts'
import type { Kind } from './kinds.ts'
import { mayAskAgain, RetryBudget } from './retry.ts'

const asked = (phase: Phase, kind: Kind, sizeBytes = 0) => ({ phase, kind, sizeBytes, code: '', tookMs: 1 })

test.for<[string, Phase, Kind, string, boolean, boolean]>([
  ['nothing was sent', 'tls', 'reset', 'POST', true, true],
  ['nothing was sent', 'connect', 'closed', 'PATCH', true, true],
  ['it only reads', 'headers', 'reset', 'GET', false, true],
  ['twice is once', 'headers', 'closed', 'DELETE', false, true],
  ['it may have been done', 'headers', 'reset', 'POST', false, false],
  ['a body has gone', 'request', 'reset', 'PUT', true, false],
  ['a refusal is certain', 'connect', 'refused', 'GET', false, false],
  ['silence has cost enough', 'connect', 'silent', 'GET', false, false],
  ['a certificate stays what it is', 'tls', 'expired', 'GET', false, false],
  ['an answer has begun', 'body', 'reset', 'GET', false, false],
])('%s: %s %s for %s (with a body: %s) is asked again: %s', ([, phase, kind, method, hasBody, isAgain]) => {
  expect(mayAskAgain({ observation: asked(phase, kind), method, hasBody })).toBe(isAgain)
})

test('once something of an answer has come, nothing is asked again', () => {
  expect(mayAskAgain({ observation: asked('headers', 'closed', 12), method: 'GET', hasBody: false })).toBe(false)
})

test('one request in ten may be asked twice', () => {
  const budget = new RetryBudget()
  let again = 0
  for (let request = 0; request < 1000; request++) {
    budget.noteRequest()
    if (budget.take()) again += 1
  }
  expect(again).toBeGreaterThanOrEqual(100)
  expect(again).toBeLessThanOrEqual(110)
})
