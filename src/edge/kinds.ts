/** What the edge saw: the codes of the system, of TLS and of the HTTP parser, gathered by what they say about the other side. */
export const kinds = [
  /** An active no: something is there, and nothing listens. */
  'refused',
  /** Silence until a timer ran out. */
  'silent',
  /** The network said that there is no way. */
  'no-way',
  /** This machine refused before anything left it. */
  'refused-here',
  /** The connection was there and was torn. */
  'reset',
  /** The connection was there and was closed in order, before a word had come. */
  'closed',
  /** It was closed or torn with something begun. */
  'cut',
  /** The connection is gone, and this runtime does not say how. */
  'lost',
  /** Bytes came, and they were not what was agreed. */
  'garbled',
  /** The head of the answer is larger than can be passed on. */
  'head-too-large',
  /** The name leads to no address. */
  'unresolved',
  /** The name servers did not say where the name leads. */
  'unanswered',
  /** The name leads to an address that no machine can have. */
  'unusable',
  /** What answers does not speak TLS. */
  'not-tls',
  /** It speaks TLS, and no version, cipher or name suits both. */
  'no-agreement',
  /** It wants a certificate of the edge's that it does not get. */
  'certificate-wanted',
  /** Its own certificate is past its time. */
  'expired',
  /** Its own certificate is before its time. */
  'early',
  /** Nobody whom the edge knows vouches for its certificate. */
  'untrusted',
  /** Its certificate is for another name. */
  'misnamed',
  /** Its certificate is not valid, and whoever looked does not say why. */
  'unproven',
  /** It is to be reached by a tunnel, and nobody holds the other end. */
  'no-tunnel',
] as const
export type Kind = (typeof kinds)[number]

/** What an error of Node, the system, TLS or the HTTP parser says, whatever the phase. */
export function kindOf(code: string, message: string): Kind {
  // The kernel knows no route at all: the address it would have sent from stands in the message, and nothing was sent.
  if (message.includes(' - Local (')) return 'refused-here'
  // Node gives an end in order the code of a reset.
  if (message.startsWith('socket hang up') || message.startsWith('Client network socket disconnected')) return 'closed'
  return kindByCode.get(code) ?? kindByFamily(code)
}

function kindByFamily(code: string): Kind {
  if (code.startsWith('HPE_')) return 'garbled'
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) return 'no-agreement'
  return 'lost'
}

const codes: Partial<Record<Kind, readonly string[]>> = {
  refused: ['ECONNREFUSED'],
  silent: ['ETIMEDOUT', 'ESOCKETTIMEDOUT'],
  // ENOPROTOOPT is what a filter's "protocol unreachable" becomes.
  'no-way': ['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'ENOPROTOOPT'],
  'refused-here': ['EACCES', 'EPERM', 'EINVAL', 'EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL', 'EADDRINUSE'],
  reset: ['ECONNRESET', 'ECONNABORTED'],
  closed: ['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'],
  cut: ['HPE_INVALID_EOF_STATE'],
  'head-too-large': ['HPE_HEADER_OVERFLOW'],
  unresolved: ['ENOTFOUND', 'ENODATA', 'ENONAME', 'EBADNAME', 'EAI_NONAME', 'EAI_NODATA'],
  unanswered: [
    'EAI_AGAIN',
    'EAI_FAIL',
    'ESERVFAIL',
    'EREFUSED',
    'ENOTIMP',
    'EFORMERR',
    'EBADRESP',
    'ETIMEOUT',
    'ECANCELLED',
  ],
  'not-tls': ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'ERR_SSL_HTTP_REQUEST'],
  'certificate-wanted': [
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
    'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE',
    'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
  ],
  expired: ['CERT_HAS_EXPIRED'],
  early: ['CERT_NOT_YET_VALID'],
  misnamed: ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH'],
  untrusted: [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
    'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
    'CERT_SIGNATURE_FAILURE',
    'CERT_CHAIN_TOO_LONG',
    'CERT_REVOKED',
    'CERT_REJECTED',
    'CERT_UNTRUSTED',
    'INVALID_CA',
    'INVALID_PURPOSE',
    'PATH_LENGTH_EXCEEDED',
    'ERROR_IN_CERT_NOT_BEFORE_FIELD',
    'ERROR_IN_CERT_NOT_AFTER_FIELD',
  ],
}

const kindByCode: ReadonlyMap<string, Kind> = new Map(
  kinds.flatMap((kind) => (codes[kind] ?? []).map((code): readonly [string, Kind] => [code, kind])),
)
