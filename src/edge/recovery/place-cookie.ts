import { cookieIn, ownCookie, type CookieFacts } from '../cookies.ts'

const name = 'holdfast_place'

/** The place in a `Cookie` header. */
export function placeIn(header: string | undefined): string | undefined {
  return cookieIn(header, name)
}

export function placeCookie(place: string, facts: CookieFacts): string {
  return ownCookie(name, place, facts)
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
