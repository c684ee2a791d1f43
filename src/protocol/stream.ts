/** Names of the Durable Streams protocol (PROTOCOL.md §5-§8 of github.com/durable-streams/durable-streams). */
export const streamHeaders = {
  nextOffset: 'Stream-Next-Offset',
  upToDate: 'Stream-Up-To-Date',
  closed: 'Stream-Closed',
  cursor: 'Stream-Cursor',
  sequence: 'Stream-Seq',
  ttl: 'Stream-TTL',
  expiresAt: 'Stream-Expires-At',
  forkedFrom: 'Stream-Forked-From',
  forkOffset: 'Stream-Fork-Offset',
  forkSubOffset: 'Stream-Fork-Sub-Offset',
  dataEncoding: 'Stream-SSE-Data-Encoding',
  producerId: 'Producer-Id',
  producerEpoch: 'Producer-Epoch',
  producerSeq: 'Producer-Seq',
  expectedSeq: 'Producer-Expected-Seq',
  receivedSeq: 'Producer-Received-Seq',
} as const

/** Where token logs are, on server and edge alike. */
export const streamRoot = '/v1/stream/'

/** A silent SSE connection says so at least this often, so that silence for longer means that it is dead. */
export const heartbeatMs = 15_000

/**
 * Offsets are opaque to a client. Ours are the number of messages before, as decimal digits of one length, so that
 * they sort as bytes (§8).
 */
const offsetDigits = 16

export function formatOffset(messagesBefore: number): string {
  return String(messagesBefore).padStart(offsetDigits, '0')
}

/** The number of messages before, or undefined if this is not an offset of ours. */
export function parseOffset(text: string): number | undefined {
  return /^\d{16}$/.test(text) ? Number(text) : undefined
}
