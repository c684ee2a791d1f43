import type { Attempt } from '#protocol/case.ts'
import { features } from '../causes/features.ts'

export type Result = (typeof features)['edge'][number]

/** How an attempt ended. Several where what is known of it is too coarse to say which; none where it says nothing. */
export function resultsOf(attempt: Attempt): readonly Result[] {
  if (isOwnTimer(attempt)) return []
  if (attempt.message?.includes(' - Local (') === true) return ['refused-here']
  if (attempt.mitigated === 'challenge') return ['challenge']
  const { phase, code, status } = attempt
  if (phase !== undefined && phase !== 'done' && code !== undefined) return byPhase[phase](code, attempt)
  if (code !== undefined) return byCode(code, attempt)
  return status === undefined ? [] : byStatus(status, attempt)
}

/**
 * Node's own timer of 250 ms for each address, and the 10 s of its `fetch`, hide what the network would have said: of these only the
 * second is long enough to mean silence.
 */
function isOwnTimer({ code, tookMs, phase }: Attempt): boolean {
  return code === 'ETIMEDOUT' && phase !== 'http' && tookMs !== undefined && tookMs < 3000
}

type Reading = (code: string, attempt: Attempt) => readonly Result[]

const byPhase: Readonly<Record<'dns' | 'connect' | 'tls' | 'certificate' | 'http', Reading>> = {
  dns: (code) => [known(names, code) ?? 'name-failing'],
  connect: (code, attempt) => connecting(code, attempt) ?? [],
  tls: (code) => [handshake(code)],
  certificate: (code) => [known(certificates, code) ?? 'certificate-untrusted'],
  http: answering,
}

/** Without a phase, most codes still tell theirs. */
function byCode(code: string, attempt: Attempt): readonly Result[] {
  const certificate = known(certificates, code)
  if (certificate !== undefined) return [certificate]
  const name = known(names, code)
  if (name !== undefined && code !== 'ECONNREFUSED' && code !== 'ETIMEDOUT') return [name]
  if (code.startsWith('ERR_SSL_') && !code.includes('CERTIFICATE_REQUIRED')) return [handshake(code)]
  return connecting(code, attempt) ?? answering(code, attempt)
}

type Results = Readonly<Record<string, Result>>

/** A code comes from outside: it may be the name of something that every object has. */
function known(results: Results, code: string): Result | undefined {
  return Object.hasOwn(results, code) ? results[code] : undefined
}

const names: Results = {
  ENOTFOUND: 'name-unknown',
  ENODATA: 'name-empty',
  ESERVFAIL: 'name-failing',
  EREFUSED: 'name-failing',
  ENOTIMP: 'name-failing',
  EFORMERR: 'name-failing',
  EAI_AGAIN: 'name-failing',
  ECONNREFUSED: 'name-silent',
  ETIMEOUT: 'name-silent',
  ETIMEDOUT: 'name-silent',
  NAME_LOOP: 'name-looping',
  NAME_UNUSABLE: 'name-unusable',
}

/** After this long without an answer to the question who has the address, Linux gives up: 3.05 s, measured. */
const lateFromMs = 2000

function connecting(code: string, { tookMs, connectMs }: Attempt): readonly Result[] | undefined {
  const lasted = connectMs ?? tookMs
  if (code === 'EHOSTUNREACH' || code === 'EHOSTDOWN') {
    if (lasted === undefined) return ['no-host', 'no-host-late']
    return [lasted >= lateFromMs ? 'no-host-late' : 'no-host']
  }
  const result = known(connections, code)
  return result === undefined ? undefined : [result]
}

const connections: Results = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'no-connection',
  PROBE_CONNECT_TIMEOUT: 'no-connection',
  UND_ERR_CONNECT_TIMEOUT: 'no-connection',
  ENETUNREACH: 'no-network',
  ENETDOWN: 'no-network',
  ENOPROTOOPT: 'no-protocol',
  EACCES: 'refused-here',
  EPERM: 'refused-here',
  EINVAL: 'refused-here',
  EMFILE: 'refused-here',
  ENFILE: 'refused-here',
  EADDRNOTAVAIL: 'refused-here',
  // A reset right behind the handshake is seen while connecting or while reading, by chance.
  ECONNRESET: 'reset',
}

function handshake(code: string): Result {
  if (code.includes('WRONG_VERSION_NUMBER') || code.includes('PACKET_LENGTH') || code.includes('HTTP_REQUEST')) {
    return 'not-tls'
  }
  if (code.includes('PROTOCOL_VERSION') || code.includes('UNSUPPORTED_PROTOCOL')) return 'tls-version'
  if (code.includes('UNRECOGNIZED_NAME')) return 'tls-name'
  if (code.includes('HANDSHAKE_FAILURE') || code.includes('NO_SHARED_CIPHER')) return 'tls-cipher'
  if (code.includes('CERTIFICATE_REQUIRED') || code.includes('BAD_CERTIFICATE')) return 'client-certificate'
  return known(handshakes, code) ?? 'tls-other'
}

const handshakes: Results = {
  ETIMEDOUT: 'tls-silent',
  PROBE_TLS_TIMEOUT: 'tls-silent',
  ECONNRESET: 'tls-reset',
  PROBE_TLS_CLOSED: 'tls-closed',
  EPIPE: 'tls-closed',
}

const certificates: Results = {
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-early',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-misnamed',
  HOSTNAME_MISMATCH: 'certificate-misnamed',
}

function answering(code: string, { sizeBytes, status }: Attempt): readonly Result[] {
  if (code === 'REDIRECT_LOOP') return ['redirect-circle']
  if (code.includes('CERTIFICATE_REQUIRED') || code.includes('BAD_CERTIFICATE')) return ['client-certificate']
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'HPE_HEADER_OVERFLOW') return ['head-too-large']
  const hasBegun = status !== undefined
  const hasBytes = (sizeBytes ?? 0) > 0
  if (silences.has(code)) return [hasBegun ? 'stalled' : 'silent']
  if (hasBegun) return ['cut']
  if (code.startsWith('HPE_') || code === 'NOT_HTTP') return ['garbled']
  // Bytes without a status: what came was not HTTP.
  if (hasBytes) return ['garbled']
  // `fetch` calls all of these "other side closed".
  if (code === 'UND_ERR_SOCKET') return ['closed', 'client-certificate', 'reset']
  return code === 'ECONNRESET' ? ['reset'] : ['closed']
}

const silences: ReadonlySet<string> = new Set([
  'ETIMEDOUT',
  'PROBE_READ_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
])

function byStatus(status: number, { subStatus }: Attempt): readonly Result[] {
  if (status === 530 && subStatus === 1033) return ['tunnel-down']
  if (status === 530 && subStatus === undefined) return [...unresolved, 'tunnel-down']
  const coarse = coarseStatuses[status]
  if (coarse !== undefined) return coarse
  if (status === 400) return ['bad-request']
  if (status === 401 || status === 403 || status === 429) return ['denied']
  return status >= 500 ? ['server-error'] : ['ok']
}

const unresolved: readonly Result[] = [
  'name-unknown',
  'name-empty',
  'name-failing',
  'name-silent',
  'name-looping',
  'name-unusable',
]

/** What CDNs mean by their numbers. */
const coarseStatuses: Readonly<Record<number, readonly Result[]>> = {
  520: ['reset', 'closed', 'garbled', 'head-too-large', 'client-certificate'],
  521: ['refused'],
  522: ['no-connection', 'unacknowledged'],
  523: ['no-host', 'no-host-late', 'no-network', 'no-protocol'],
  524: ['silent'],
  525: ['tls-silent', 'tls-reset', 'tls-closed', 'not-tls', 'tls-version', 'tls-cipher', 'tls-name', 'tls-other'],
  526: [
    'certificate-expired',
    'certificate-early',
    'certificate-self-signed',
    'certificate-untrusted',
    'certificate-misnamed',
  ],
  530: unresolved,
}

/** The number by which CDNs call a result; undefined where there is none, or where it depends on more. */
export function codeOf(result: Result): number | undefined {
  if (result === 'ok') return 200
  const number = Object.entries(coarseStatuses).find(([, results]) => results.includes(result))
  if (number !== undefined) return Number(number[0])
  return result === 'tunnel-down' ? 530 : undefined
}
