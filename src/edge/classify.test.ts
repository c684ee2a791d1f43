import { describe, expect, test } from 'vitest'
import { faults } from '#protocol/faults.ts'
import { classify, kindOf, kinds, phases, type Phase } from './classify.ts'

test.for<[Phase, string, string, number]>([
  ['dns', 'ENOTFOUND', 'origin-unresolved', 530],
  ['dns', 'EAI_AGAIN', 'origin-unresolved', 530],
  ['connect', 'ECONNREFUSED', 'origin-refused', 521],
  ['connect', 'ETIMEDOUT', 'origin-silent', 522],
  ['connect', 'EHOSTUNREACH', 'origin-unreachable', 523],
  ['connect', 'ENETUNREACH', 'origin-unreachable', 523],
  ['connect', 'ENOPROTOOPT', 'origin-unreachable', 523],
  ['connect', 'EMFILE', 'edge-refused-here', 503],
  ['connect', 'EADDRNOTAVAIL', 'edge-refused-here', 503],
  ['connect', 'ECONNRESET', 'origin-broken', 520],
  ['request', 'EPIPE', 'origin-broken', 520],
  ['headers', 'ECONNRESET', 'origin-broken', 520],
  ['headers', 'HPE_INVALID_CONSTANT', 'origin-broken', 520],
  ['headers', 'HPE_HEADER_OVERFLOW', 'origin-broken', 520],
  ['headers', 'ETIMEDOUT', 'origin-slow', 524],
  ['headers', '', 'origin-broken', 520],
])('%s: %s is %s (%i)', ([phase, code, fault, status]) => {
  const observation = { phase, kind: kindOf(code, ''), code }
  expect(classify(observation)).toBe(fault)
  expect(faults[classify(observation)].status).toBe(status)
})

test('a way that this machine itself does not have is never blamed on the server', () => {
  const kind = kindOf('ENETUNREACH', 'connect ENETUNREACH 198.51.100.2:80 - Local (0.0.0.0:0)')
  expect(classify({ phase: 'connect', kind, code: 'ENETUNREACH' })).toBe('edge-refused-here')
})

describe('every cell of the table', () => {
  test.for(phases.flatMap((phase) => kinds.map((kind) => ({ phase, kind }))))('$phase $kind', ({ phase, kind }) => {
    expect(faults).toHaveProperty(classify({ phase, kind, code: '' }))
    if (kind === 'refused-here') expect(faults[classify({ phase, kind, code: '' })].side).toBe('edge')
  })
})
