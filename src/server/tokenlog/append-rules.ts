import type { AppendRequest, Refusal } from './port.ts'

/** What the rules need to know of a log. */
export interface Appendable {
  readonly contentType: string
  readonly reserved: boolean
  readonly closed: boolean
  /** Which producer's request closed it, as `producerMark` writes it. */
  readonly closedBy: string | null
  readonly lastSequence: string | null
  readonly tail: number
}

/** The last accepted request of a producer. */
export interface KnownProducer {
  readonly epoch: number
  readonly seq: number
}

export type Decision = { readonly kind: 'append' } | { readonly kind: 'duplicate'; readonly seq: number } | Refusal

/**
 * Whether an append is carried out: the rules of PROTOCOL.md §5.2, §5.2.1 and §5.3 in the order they bind. Every
 * engine asks here, inside the transaction that then writes.
 */
export function decideAppend(log: Appendable, known: KnownProducer | undefined, request: AppendRequest): Decision {
  if (log.reserved) return { kind: 'reserved' }
  const producer = decideProducer(known, request)
  // A zombie must learn that it is one, and a retry that it succeeded, even when the log has closed meanwhile.
  if (producer.kind !== 'append' && (!log.closed || producer.kind !== 'gap')) {
    return log.closed && producer.kind === 'duplicate' ? decideRetryAfterClose(log, request, producer) : producer
  }
  if (log.closed) return decideOnClosed(log, request)
  if (request.contentType !== undefined && request.contentType !== log.contentType) {
    return { kind: 'type-mismatch', contentType: log.contentType }
  }
  return decideSequence(log.lastSequence, request.sequence)
}

/** §5.2.1: the table of epochs and sequence numbers. */
function decideProducer(known: KnownProducer | undefined, { producer }: AppendRequest): Decision {
  if (producer === undefined) return { kind: 'append' }
  const { epoch, seq } = producer
  if (known === undefined) return seq === 0 ? { kind: 'append' } : { kind: 'gap', expected: 0, received: seq }
  if (epoch < known.epoch) return { kind: 'fenced', epoch: known.epoch }
  if (epoch > known.epoch) return seq === 0 ? { kind: 'append' } : { kind: 'epoch-start' }
  if (seq <= known.seq) return { kind: 'duplicate', seq: known.seq }
  if (seq === known.seq + 1) return { kind: 'append' }
  return { kind: 'gap', expected: known.seq + 1, received: seq }
}

/** §5.3: a repeated close succeeds; content after the close never does. */
function decideOnClosed(log: Appendable, request: AppendRequest): Decision {
  const closesOnly = request.close && request.entries.length === 0 && request.producer === undefined
  return closesOnly ? { kind: 'duplicate', seq: 0 } : { kind: 'closed', tail: log.tail }
}

/** Only the very request that closed the log is a duplicate of it; an older one of the same producer is too. */
function decideRetryAfterClose(log: Appendable, request: AppendRequest, duplicate: Decision): Decision {
  const closes = request.close && request.producer !== undefined
  const closedByAnother = closes && log.closedBy !== producerMark(request.producer)
  return closedByAnother ? { kind: 'closed', tail: log.tail } : duplicate
}

/** Names one request of one producer. */
export function producerMark({ id, epoch, seq }: NonNullable<AppendRequest['producer']>): string {
  return `${epoch}:${seq}:${id}`
}

/** `Stream-Seq` is compared byte by byte: "10" comes before "9", and both come before "a". */
function decideSequence(last: string | null, sequence: string | undefined): Decision {
  if (sequence === undefined || last === null) return { kind: 'append' }
  return compareBytes(sequence, last) > 0 ? { kind: 'append' } : { kind: 'sequence' }
}

const utf8 = new TextEncoder()

function compareBytes(a: string, b: string): number {
  const [left, right] = [utf8.encode(a), utf8.encode(b)]
  for (const [index, byte] of left.entries()) {
    const other = right[index]
    if (other === undefined || byte !== other) return byte - (other ?? -1)
  }
  return left.length - right.length
}
