/** Addresses that begin alike, as CIDR has it, by their first and last. */
export interface Span {
  readonly isV6: boolean
  readonly first: bigint
  readonly last: bigint
}

/** Reads `192.0.2.0/24`, `2001:db8::/32`, `192.0.2.1-192.0.2.9` or a single address; undefined for anything else. */
export function spanOf(text: string): Span | undefined {
  const [from = '', to] = text.trim().split('-')
  if (to !== undefined) return between(spanOf(from), spanOf(to))
  const [written = '', length] = from.split('/')
  const isV6 = written.includes(':')
  const address = isV6 ? v6Number(written) : v4Number(written)
  const whole = isV6 ? 128 : 32
  const bits = length === undefined ? whole : Number(length)
  if (address === undefined || !Number.isInteger(bits) || bits < 0 || bits > whole) return undefined
  const free = BigInt(whole - bits)
  const first = (address >> free) << free
  return { isV6, first, last: first + (1n << free) - 1n }
}

export function isWithin(inner: Span, outer: Span): boolean {
  return inner.isV6 === outer.isV6 && inner.first >= outer.first && inner.last <= outer.last
}

export function overlap(one: Span, other: Span): boolean {
  return one.isV6 === other.isV6 && one.first <= other.last && other.first <= one.last
}

/** Whether all of it lies within these together, side by side as they may be. */
export function isCovered(span: Span, by: readonly Span[]): boolean {
  const sorted = by.filter((one) => overlap(one, span)).toSorted((a, b) => (a.first < b.first ? -1 : 1))
  let next = span.first
  for (const { first, last } of sorted) {
    if (first > next) return false
    if (last >= next) next = last + 1n
  }
  return next > span.last
}

function between(first: Span | undefined, last: Span | undefined): Span | undefined {
  if (first === undefined || last === undefined || first.isV6 !== last.isV6 || first.first > last.last) return undefined
  return { isV6: first.isV6, first: first.first, last: last.last }
}

function v4Number(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n)
}

function v6Number(text: string): bigint | undefined {
  const [head = '', tail, ...more] = text.split('::')
  if (more.length > 0) return undefined
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  const groups = [...before, ...Array.from({ length: tail === undefined ? 0 : missing }, () => '0'), ...after]
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n)
}
