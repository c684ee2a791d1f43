import type { FaultId } from '#protocol/faults.ts'

/** How far an attempt to ask the process behind the edge had come when it failed. */
export const phases = ['dns', 'connect', 'tls', 'request', 'headers', 'body'] as const
export type Phase = (typeof phases)[number]

/** What the edge saw: the system's error codes, gathered by what they say about the other side. */
export const kinds = [
  /** An active no: something is there, and nothing listens. */
  'refused',
  /** Silence until a timer ran out. */
  'silent',
  /** The network said that there is no way. */
  'no-way',
  /** This machine refused before anything left it. */
  'refused-here',
  /** The connection was there and was broken off. */
  'broken-off',
  /** Bytes came, and they were not what was agreed. */
  'garbled',
  /** The name led to no address. */
  'unresolved',
] as const
export type Kind = (typeof kinds)[number]

export interface Observation {
  readonly phase: Phase
  readonly kind: Kind
  /** The system's or the parser's own code, for whoever looks for the cause. */
  readonly code: string
}

/** The fault that an observation amounts to. A failure in `body` has no status of its own: the head is long gone. */
export function classify({ phase, kind }: Observation): FaultId {
  return table[phase][kind]
}

// Where a kind cannot happen in a phase, the cell holds what would be said if it did after all.
const table: Record<Phase, Record<Kind, FaultId>> = {
  dns: {
    refused: 'origin-unresolved',
    silent: 'origin-unresolved',
    'no-way': 'origin-unresolved',
    'refused-here': 'edge-refused-here',
    'broken-off': 'origin-unresolved',
    garbled: 'origin-unresolved',
    unresolved: 'origin-unresolved',
  },
  connect: {
    refused: 'origin-refused',
    silent: 'origin-silent',
    'no-way': 'origin-unreachable',
    'refused-here': 'edge-refused-here',
    // A reset right behind the handshake is seen here or while reading, by chance: one fault, one name.
    'broken-off': 'origin-broken',
    garbled: 'origin-broken',
    unresolved: 'origin-unresolved',
  },
  tls: {
    refused: 'origin-broken',
    silent: 'origin-broken',
    'no-way': 'origin-unreachable',
    'refused-here': 'edge-refused-here',
    'broken-off': 'origin-broken',
    garbled: 'origin-broken',
    unresolved: 'origin-broken',
  },
  request: {
    refused: 'origin-broken',
    silent: 'origin-silent',
    'no-way': 'origin-unreachable',
    'refused-here': 'edge-refused-here',
    'broken-off': 'origin-broken',
    garbled: 'origin-broken',
    unresolved: 'origin-broken',
  },
  headers: {
    refused: 'origin-broken',
    silent: 'origin-slow',
    'no-way': 'origin-unreachable',
    'refused-here': 'edge-refused-here',
    'broken-off': 'origin-broken',
    garbled: 'origin-broken',
    unresolved: 'origin-broken',
  },
  body: {
    refused: 'origin-broken',
    silent: 'origin-slow',
    'no-way': 'origin-unreachable',
    'refused-here': 'edge-refused-here',
    'broken-off': 'origin-broken',
    garbled: 'origin-broken',
    unresolved: 'origin-broken',
  },
}

/** What an error of Node, the system or the HTTP parser says, whatever the phase. */
export function kindOf(code: string, message: string): Kind {
  // The kernel knows no route at all: the address it would have sent from stands in the message, and nothing was sent.
  if (message.includes(' - Local (')) return 'refused-here'
  const known = kindByCode.get(code)
  if (known !== undefined) return known
  if (code.startsWith('HPE_') || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) return 'garbled'
  return 'broken-off'
}

const kindByCode: ReadonlyMap<string, Kind> = new Map([
  ['ECONNREFUSED', 'refused'],
  ['ETIMEDOUT', 'silent'],
  ['ESOCKETTIMEDOUT', 'silent'],
  ['EHOSTUNREACH', 'no-way'],
  ['ENETUNREACH', 'no-way'],
  ['EHOSTDOWN', 'no-way'],
  ['ENETDOWN', 'no-way'],
  ['ENOPROTOOPT', 'no-way'],
  ['EACCES', 'refused-here'],
  ['EPERM', 'refused-here'],
  ['EINVAL', 'refused-here'],
  ['EMFILE', 'refused-here'],
  ['ENFILE', 'refused-here'],
  ['ENOBUFS', 'refused-here'],
  ['EADDRNOTAVAIL', 'refused-here'],
  ['ENOTFOUND', 'unresolved'],
  ['ENODATA', 'unresolved'],
  ['ESERVFAIL', 'unresolved'],
  ['EREFUSED', 'unresolved'],
  ['ETIMEOUT', 'unresolved'],
  ['EAI_AGAIN', 'unresolved'],
])
