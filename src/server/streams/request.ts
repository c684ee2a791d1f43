import { parseOffset, streamHeaders, streamRoot } from '#protocol/stream.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Fork, ProducerPlace } from '../tokenlog/port.ts'

/** Reads one header of a request; undefined when it is not there. */
export type Header = (name: string) => string | undefined

/** `Stream-Closed` counts only when it says true, in any case; anything else is ignored (PROTOCOL.md §4.1). */
export function asksToClose(header: Header): boolean {
  return header(streamHeaders.closed)?.toLowerCase() === 'true'
}

export interface Expiry {
  readonly ttlSeconds: number | null
  readonly expiresAt: number | null
}

/** §5.1: a sliding TTL in plain decimal seconds, or a moment (RFC 3339), never both. */
export function expiryOf(header: Header): Outcome<Expiry, string> {
  const [ttl, expires] = [header(streamHeaders.ttl), header(streamHeaders.expiresAt)]
  if (ttl !== undefined && expires !== undefined)
    return fail(`${streamHeaders.ttl} and ${streamHeaders.expiresAt} exclude each other`)
  const ttlSeconds = ttl === undefined ? null : wholeNumber(ttl)
  if (ttlSeconds === undefined) return fail(`${streamHeaders.ttl} must be plain decimal seconds`)
  const expiresAt = expires === undefined ? null : moment(expires)
  if (expiresAt === undefined) return fail(`${streamHeaders.expiresAt} must be an RFC 3339 date-time`)
  return ok({ ttlSeconds, expiresAt })
}

/** §5.2.1: all three producer headers or none. */
export function producerOf(header: Header): Outcome<ProducerPlace | undefined, string> {
  const names = [streamHeaders.producerId, streamHeaders.producerEpoch, streamHeaders.producerSeq]
  const [id, epochText, seqText] = names.map((name) => header(name))
  if (id === undefined && epochText === undefined && seqText === undefined) return ok(undefined)
  if (id === undefined || epochText === undefined || seqText === undefined)
    return fail(`${names.join(', ')} belong together`)
  if (id === '') return fail(`${streamHeaders.producerId} must not be empty`)
  const [epoch, seq] = [wholeNumber(epochText), wholeNumber(seqText)]
  if (epoch === undefined) return fail(`${streamHeaders.producerEpoch} must be a whole number up to 2^53-1`)
  if (seq === undefined) return fail(`${streamHeaders.producerSeq} must be a whole number up to 2^53-1`)
  return ok({ id, epoch, seq })
}

/** §4.2: where to branch off, or undefined when nothing asks for a fork. */
export function forkOf(header: Header): Outcome<Fork | undefined, string> {
  const [from, offsetText, subText] = [
    streamHeaders.forkedFrom,
    streamHeaders.forkOffset,
    streamHeaders.forkSubOffset,
  ].map((name) => header(name))
  if (from === undefined) {
    if (offsetText === undefined && subText === undefined) return ok(undefined)
    return fail(`${streamHeaders.forkOffset} and ${streamHeaders.forkSubOffset} need ${streamHeaders.forkedFrom}`)
  }
  const source = logIdIn(from)
  if (source === undefined) return fail(`${streamHeaders.forkedFrom} must be the path of a log on this server`)
  const subOffset = wholeNumber(subText ?? '0')
  if (subOffset === undefined) return fail(`${streamHeaders.forkSubOffset} must be a whole number`)
  const offset = offsetText === undefined ? undefined : placeOf(offsetText)
  if (offsetText !== undefined && offset === undefined) return fail(`${streamHeaders.forkOffset} is not an offset`)
  if (offset === undefined && subOffset > 0)
    return fail(`${streamHeaders.forkSubOffset} needs ${streamHeaders.forkOffset}`)
  return ok({ source, offset, subOffset })
}

/** The place that an `offset` parameter names: a number of messages, or the tail. Undefined: it is not an offset. */
export function placeOf(offset: string): number | undefined {
  if (offset === '-1') return 0
  // The beginning as the protocol's reference server writes it; clients that begin from nothing send it.
  if (offset === '0000000000000000_0000000000000000') return 0
  return parseOffset(offset)
}

/** The id of the log behind a path such as /v1/stream/name, which may itself hold slashes. */
export function logIdIn(path: string): string | undefined {
  if (!path.startsWith(streamRoot) || path.length === streamRoot.length) return undefined
  try {
    return decodeURIComponent(path.slice(streamRoot.length))
  } catch {
    return undefined // a broken percent-encoding names nothing
  }
}

/** A plain decimal: no sign, no leading zero, no fraction, no exponent, and exactly representable. */
function wholeNumber(text: string): number | undefined {
  if (!/^(0|[1-9]\d{0,15})$/.test(text)) return undefined
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : undefined
}

function moment(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}
