import { describe, expect, test } from 'vitest'
import type { Attempt } from '#protocol/case.ts'
import { codeOf, resultsOf } from './attempt-result.ts'

const table: readonly (readonly [string, Attempt, readonly string[]])[] = [
  ['a refusal', { phase: 'connect', code: 'ECONNREFUSED' }, ['refused']],
  ['a refusal of a name server', { phase: 'dns', code: 'ECONNREFUSED' }, ['name-silent']],
  ['19 s of silence', { phase: 'connect', code: 'ETIMEDOUT', tookMs: 19_460 }, ['no-connection']],
  ["Node's timer of 250 ms for each address", { code: 'ETIMEDOUT', tookMs: 261 }, []],
  ['the timer of fetch', { code: 'UND_ERR_CONNECT_TIMEOUT', tookMs: 10_300 }, ['no-connection']],
  ['no host at once', { phase: 'connect', code: 'EHOSTUNREACH', tookMs: 2 }, ['no-host']],
  [
    'no host after three questions who has the address',
    { phase: 'connect', code: 'EHOSTUNREACH', tookMs: 3050 },
    ['no-host-late'],
  ],
  ['no host, and nobody knows after how long', { code: 'EHOSTUNREACH' }, ['no-host', 'no-host-late']],
  [
    'no network, said by the network',
    { code: 'ENETUNREACH', message: 'connect ENETUNREACH 1.2.3.4:80' },
    ['no-network'],
  ],
  [
    'no network, said by this machine',
    { code: 'ENETUNREACH', message: 'connect ENETUNREACH 1.2.3.4:80 - Local (0.0.0.0:0)' },
    ['refused-here'],
  ],
  ['a reset while connecting', { phase: 'connect', code: 'ECONNRESET' }, ['reset']],
  ['a reset while reading', { phase: 'http', code: 'ECONNRESET', sizeBytes: 0 }, ['reset']],
  ['a reset in a handshake', { phase: 'tls', code: 'ECONNRESET' }, ['tls-reset']],
  ['a reset in the middle', { phase: 'http', code: 'ECONNRESET', status: 200, sizeBytes: 5043 }, ['cut']],
  ['what fetch calls "other side closed"', { code: 'UND_ERR_SOCKET' }, ['closed', 'client-certificate', 'reset']],
  ['bytes that are no HTTP', { phase: 'http', code: 'EOF_MID_RESPONSE', sizeBytes: 20 }, ['garbled']],
  ['silence in the middle', { phase: 'http', code: 'PROBE_READ_TIMEOUT', status: 200, sizeBytes: 9 }, ['stalled']],
  ['a cipher that is not shared', { code: 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE' }, ['tls-cipher']],
  ['plain HTTP', { phase: 'tls', code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, ['not-tls']],
  [
    'a certificate that is wanted',
    { phase: 'http', code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' },
    ['client-certificate'],
  ],
  ['an expired certificate', { phase: 'certificate', code: 'CERT_HAS_EXPIRED' }, ['certificate-expired']],
  ['a name that is not there', { phase: 'dns', code: 'ENOTFOUND' }, ['name-unknown']],
  ['a name without address', { code: 'ENODATA' }, ['name-empty']],
  ['a challenge', { status: 403, mitigated: 'challenge' }, ['challenge']],
  ['an answer', { status: 204 }, ['ok']],
  ['a page that is not there', { status: 404 }, ['ok']],
  ['a 503 of its own', { status: 503 }, ['server-error']],
  ['a tunnel', { status: 530, subStatus: 1033 }, ['tunnel-down']],
  ['a word that every object knows', { phase: 'connect', code: 'constructor' }, []],
  ['nothing', {}, []],
]

describe('an attempt', () => {
  test.for(table)('that ended with %s is read so', ([, attempt, results]) => {
    expect(resultsOf(attempt)).toEqual(results)
  })
})

describe('the number of a CDN', () => {
  test.for([520, 521, 522, 523, 524, 525, 526, 530])(
    '%i may mean several things, and each has this number',
    (status) => {
      const results = resultsOf({ status })
      expect(results.length).toBeGreaterThan(0)
      expect(results.map(codeOf)).toEqual(results.map(() => status))
    },
  )
})
