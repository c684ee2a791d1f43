import { describe, expect, test } from 'vitest'
import { phases, type Phase } from '#protocol/evidence.ts'
import { faults } from '#protocol/faults.ts'
import { classify } from './classify.ts'
import { kindOf, kinds } from './kinds.ts'

test.for<[Phase, string, string, number]>([
  ['dns', 'ENOTFOUND', 'origin-unresolved', 530],
  ['dns', 'ENODATA', 'origin-unresolved', 530],
  ['dns', 'EAI_AGAIN', 'origin-name-unanswered', 530],
  ['dns', 'ESERVFAIL', 'origin-name-unanswered', 530],
  ['dns', 'ECONNREFUSED', 'origin-name-unanswered', 530],
  ['connect', 'ECONNREFUSED', 'origin-refused', 521],
  ['connect', 'ETIMEDOUT', 'origin-silent', 522],
  ['connect', 'EHOSTUNREACH', 'origin-unreachable', 523],
  ['connect', 'ENETUNREACH', 'origin-unreachable', 523],
  ['connect', 'ENOPROTOOPT', 'origin-unreachable', 523],
  ['connect', 'EMFILE', 'edge-refused-here', 503],
  ['connect', 'EADDRNOTAVAIL', 'edge-refused-here', 503],
  ['connect', 'EACCES', 'edge-refused-here', 503],
  ['connect', 'ECONNRESET', 'origin-reset', 520],
  ['tls', 'ERR_SSL_WRONG_VERSION_NUMBER', 'origin-tls-failed', 525],
  ['tls', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'origin-tls-failed', 525],
  ['tls', 'ECONNRESET', 'origin-tls-failed', 525],
  ['tls', 'ETIMEDOUT', 'origin-tls-failed', 525],
  ['tls', 'CERT_HAS_EXPIRED', 'origin-certificate-expired', 526],
  ['tls', 'CERT_NOT_YET_VALID', 'origin-certificate-early', 526],
  ['tls', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'origin-certificate-untrusted', 526],
  ['tls', 'ERR_TLS_CERT_ALTNAME_INVALID', 'origin-certificate-misnamed', 526],
  ['request', 'EPIPE', 'origin-empty', 520],
  ['request', 'ETIMEDOUT', 'origin-not-reading', 524],
  ['headers', 'ECONNRESET', 'origin-reset', 520],
  ['headers', 'HPE_INVALID_CONSTANT', 'origin-garbled', 520],
  ['headers', 'HPE_HEADER_OVERFLOW', 'origin-headers-too-large', 520],
  ['headers', 'HPE_INVALID_EOF_STATE', 'origin-cut', 520],
  ['headers', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'origin-wants-certificate', 520],
  ['headers', 'ETIMEDOUT', 'origin-slow', 524],
  ['headers', '', 'origin-broken', 520],
  ['body', 'ECONNRESET', 'origin-cut', 520],
  ['body', 'ETIMEDOUT', 'origin-stalled', 524],
])('%s: %s is %s (%i)', ([phase, code, fault, status]) => {
  const known = classify({ phase, kind: kindOf(code, '') })
  expect(known).toBe(fault)
  expect(faults[known].status).toBe(status)
})

test('a way that this machine itself does not have is never blamed on the server', () => {
  const kind = kindOf('ENETUNREACH', 'connect ENETUNREACH 198.51.100.2:80 - Local (0.0.0.0:0)')
  expect(classify({ phase: 'connect', kind })).toBe('edge-refused-here')
})

test('an end in order is not a tear, although Node gives both one code', () => {
  expect(kindOf('ECONNRESET', 'socket hang up')).toBe('closed')
  expect(kindOf('ECONNRESET', 'read ECONNRESET')).toBe('reset')
})

describe('every cell of the table', () => {
  test.for(phases.flatMap((phase) => kinds.map((kind) => ({ phase, kind }))))('$phase $kind', ({ phase, kind }) => {
    const fault = classify({ phase, kind })
    expect(faults).toHaveProperty(fault)
    if (kind === 'refused-here') expect(faults[fault].side).toBe('edge')
    // These never come from behind the edge, and are answered with numbers of their own.
    expect([503, 520, 521, 522, 523, 524, 525, 526, 530]).toContain(faults[fault].status)
  })
})
