import { expect, test } from 'vitest'
import { networkErrorsIn } from './network-errors.ts'

const names = new Set(['stories.example'])

function report(body: object, more: object = {}): object {
  return { type: 'network-error', age: 1_000, url: 'https://stories.example/api/chats', body, ...more }
}

test.for([
  [{ phase: 'dns', type: 'dns.name_not_resolved', status_code: 0 }, 'dns', 'dns.name_not_resolved'],
  [{ phase: 'connection', type: 'tcp.refused', status_code: 0 }, 'edge', 'tcp.refused'],
  [{ phase: 'application', type: 'http.error', status_code: 521 }, 'server', 'http.error 521'],
  [{ phase: 'application', type: 'http.response.invalid' }, 'edge', 'http.response.invalid'],
] as const)('%o is about the %s', ([body, hop, kind]) => {
  expect(networkErrorsIn([report(body)], names)).toEqual([{ hop, agoMs: 1_000, kind }])
})

test.for([
  ['what went well', report({ phase: 'application', type: 'ok', status_code: 200 })],
  ['what the person gave up', report({ phase: 'application', type: 'abandoned' })],
  ['an error that is the client’s own', report({ phase: 'application', type: 'http.error', status_code: 404 })],
  ['what is about another site', report({ phase: 'dns', type: 'dns.failed' }, { url: 'https://evil.example/' })],
  ['what is long ago', report({ phase: 'dns', type: 'dns.failed' }, { age: 4_000_000 })],
  ['a report of another kind', report({ phase: 'dns', type: 'dns.failed' }, { type: 'csp-violation' })],
  ['a kind that is no kind', report({ phase: 'dns', type: '<script>alert(1)</script>' })],
  ['no report', null],
] as const)('%s counts for nothing', ([, one]) => {
  expect(networkErrorsIn([one], names)).toEqual([])
  expect(networkErrorsIn(one, names)).toEqual([])
})

test('of very many only the first are read', () => {
  const many = Array.from({ length: 5_000 }, () => report({ phase: 'dns', type: 'dns.failed' }))
  expect(networkErrorsIn(many, names)).toHaveLength(100)
})
