import type { Client } from './client/client.ts'
import type { RequestHead } from './request-head.ts'

/** Header fields in the order they came: name, value, name, value. */
export type RawHeaders = readonly string[]

/** What belongs to one connection and must not travel on (RFC 9110 §7.6.1). */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** What a visitor may claim about the way here. Only the edge knows it, so only the edge says it. */
const claims: ReadonlySet<string> = new Set([
  'cf-connecting-ip',
  'cf-connecting-ipv6',
  'forwarded',
  'true-client-ip',
  'x-client-ip',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-prefix',
  'x-forwarded-proto',
  'x-real-ip',
  'x-request-id',
])

/** Between whom the edge stands. */
export interface Neighbourhood {
  /** Whether Holdfast is behind the edge, or any other site, of whose pages the edge knows nothing. */
  readonly isOwn: boolean
  /** How visitors speak with the edge. */
  readonly scheme: 'http' | 'https'
}

/** What is said of a request on its way to the process behind the edge. */
export function passageOf({ isOwn, scheme }: Neighbourhood, requestId: string, client: Client): Passage {
  return { isOwn, scheme: client.scheme ?? scheme, requestId, from: client.address }
}

export interface Passage extends Neighbourhood {
  readonly requestId: string
  /** The address of the visitor, as far as it is known. */
  readonly from: string | undefined
  /** The place that the edge gives to whoever is asked, where that is not the whole site. */
  readonly prefix?: string | undefined
}

/** The header of a request as it goes on to the process behind the edge. */
export function requestHeaders(raw: RawHeaders, { requestId, from, scheme, prefix }: Passage): string[] {
  // The runtime has answered `Expect: 100-continue` already; behind the edge it would wait for a second one.
  const headers = kept(raw, (name) => !claims.has(name) && name !== 'expect')
  headers.push('x-request-id', requestId, 'x-forwarded-proto', scheme)
  if (from !== undefined) headers.push('x-forwarded-for', from)
  if (prefix !== undefined) headers.push('x-forwarded-prefix', prefix)
  return headers
}

/**
 * The header of an answer as it goes back to the visitor. Nothing from Holdfast's server is ever a page of ours unless it
 * says so itself: a token log can hold any media type, and shown as HTML it would act in the person's name.
 */
export function responseHeaders(raw: RawHeaders, { requestId, isOwn }: Omit<Passage, 'from'>): string[] {
  const headers = kept(raw, (name) => name !== 'x-request-id')
  headers.push('x-request-id', requestId)
  if (!isOwn) return headers
  if (!has(raw, 'x-content-type-options')) headers.push('x-content-type-options', 'nosniff')
  if (!has(raw, 'content-security-policy')) headers.push('content-security-policy', "default-src 'none'; sandbox")
  return headers
}

function kept(raw: RawHeaders, wanted: (name: string) => boolean): string[] {
  const named = namedByConnection(raw)
  const headers: string[] = []
  for (const [name, value] of pairs(raw)) {
    const lower = name.toLowerCase()
    if (!hopByHop.has(lower) && !named.has(lower) && wanted(lower)) headers.push(name, value)
  }
  return headers
}

/** `Connection` may name further fields that end here. */
function namedByConnection(raw: RawHeaders): ReadonlySet<string> {
  const names = new Set<string>()
  for (const [name, value] of pairs(raw)) {
    if (name.toLowerCase() !== 'connection') continue
    for (const named of value.split(',')) names.add(named.trim().toLowerCase())
  }
  // Without them the message would lose its meaning, or its length.
  for (const essential of ['host', 'content-length', 'content-type', 'origin', 'cookie']) names.delete(essential)
  return names
}

function has(raw: RawHeaders, wanted: string): boolean {
  for (const [name] of pairs(raw)) if (name.toLowerCase() === wanted) return true
  return false
}

function* pairs(raw: RawHeaders): Generator<readonly [string, string]> {
  for (let i = 0; i + 1 < raw.length; i += 2) yield [raw[i] ?? '', raw[i + 1] ?? '']
}

/** The id by which a request is found in every log: the visitor's own if it is one, else a new one. */
export function requestIdOf(head: RequestHead, makeId: () => string): string {
  const asked = head.header('x-request-id')
  return asked !== undefined && /^[\w.:-]{8,64}$/.test(asked) ? asked : makeId()
}
