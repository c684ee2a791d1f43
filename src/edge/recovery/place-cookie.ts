const name = 'holdfast_place'

/** The place in a `Cookie` header (RFC 6265 §4.2). */
export function placeIn(header: string | undefined): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value !== undefined && value !== '') return value
  }
  return undefined
}

export interface CookieFacts {
  readonly keptForMs: number
  /** Whether visitors come over TLS. */
  readonly isSecure: boolean
}

export function placeCookie(place: string, { keptForMs, isSecure }: CookieFacts): string {
  const attributes = ['Path=/', `Max-Age=${Math.ceil(keptForMs / 1000)}`, 'HttpOnly', 'SameSite=Lax']
  return [`${name}=${place}`, ...attributes, ...(isSecure ? ['Secure'] : [])].join('; ')
}

/** The header of an answer that carries the cookie: what is one visitor's own is kept by no cache on the way. */
export function withCookie(headers: readonly string[], cookie: string): string[] {
  const pairs = Array.from({ length: headers.length / 2 }, (_, i) => headers.slice(2 * i, 2 * i + 2))
  const isOfCaches = ([field]: readonly string[]): boolean => field?.toLowerCase() === 'cache-control'
  const caching = pairs.filter(isOfCaches).map(([, value]) => value)
  const isPrivate = /\b(private|no-store)\b/i.test(caching.join())
  const kept = isPrivate ? headers : pairs.filter((pair) => !isOfCaches(pair)).flat()
  return [...kept, 'set-cookie', cookie, ...(isPrivate ? [] : ['cache-control', 'private, no-cache'])]
}
