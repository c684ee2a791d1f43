import type { Phase } from '#protocol/evidence.ts'
import type { FaultId } from '#protocol/faults.ts'
import type { Kind } from './kinds.ts'

/** What the edge saw of one attempt to ask a server. */
export interface Observation {
  readonly phase: Phase
  readonly kind: Kind
  /** The code of the system, of TLS or of the HTTP parser, for whoever looks for the cause. */
  readonly code: string
  /** How long the phase had lasted. */
  readonly tookMs: number
  /** How much of an answer had come. */
  readonly sizeBytes: number
}

/** The fault that an observation amounts to. A failure in `body` has no status of its own: the head is long gone. */
export function classify({ phase, kind }: Pick<Observation, 'phase' | 'kind'>): FaultId {
  return table[phase][kind]
}

/** What a kind means wherever the phase changes nothing about it. */
const anywhere: Record<Kind, FaultId> = {
  refused: 'origin-refused',
  silent: 'origin-silent',
  'no-way': 'origin-unreachable',
  'refused-here': 'edge-refused-here',
  // A reset right behind the handshake is seen while connecting or while reading, by chance: one fault, one name.
  reset: 'origin-reset',
  closed: 'origin-empty',
  cut: 'origin-cut',
  lost: 'origin-broken',
  garbled: 'origin-garbled',
  'head-too-large': 'origin-headers-too-large',
  unresolved: 'origin-unresolved',
  unanswered: 'origin-name-unanswered',
  unusable: 'origin-address-unusable',
  'not-tls': 'origin-tls-failed',
  'no-agreement': 'origin-tls-failed',
  'certificate-wanted': 'origin-wants-certificate',
  expired: 'origin-certificate-expired',
  early: 'origin-certificate-early',
  untrusted: 'origin-certificate-untrusted',
  misnamed: 'origin-certificate-misnamed',
  unproven: 'origin-certificate',
  'no-tunnel': 'origin-tunnel-down',
}

const table: Record<Phase, Record<Kind, FaultId>> = {
  dns: {
    ...anywhere,
    // Whoever falls silent, refuses or breaks off here is a name server.
    refused: 'origin-name-unanswered',
    silent: 'origin-name-unanswered',
    reset: 'origin-name-unanswered',
    closed: 'origin-name-unanswered',
    lost: 'origin-name-unanswered',
    garbled: 'origin-name-unanswered',
  },
  connect: anywhere,
  tls: {
    ...anywhere,
    silent: 'origin-tls-failed',
    reset: 'origin-tls-failed',
    closed: 'origin-tls-failed',
    cut: 'origin-tls-failed',
    lost: 'origin-tls-failed',
    garbled: 'origin-tls-failed',
  },
  request: { ...anywhere, silent: 'origin-not-reading' },
  headers: { ...anywhere, silent: 'origin-slow' },
  body: {
    ...anywhere,
    silent: 'origin-stalled',
    reset: 'origin-cut',
    closed: 'origin-cut',
    lost: 'origin-cut',
    garbled: 'origin-cut',
  },
}
