/** An IP address as a number, so that it can be compared with a range. */
export interface Address {
  readonly family: 4 | 6
  readonly bits: bigint
  /** As it is written down: IPv4 in dots, also where it came inside an IPv6 address. */
  readonly text: string
}

/** Reads an address as sockets and headers have it; undefined for anything else. */
export function readAddress(written: string): Address | undefined {
  // A zone says by which of this machine's own networks an address is reached, and is no part of it (RFC 4007 §11).
  const text = written.trim().toLowerCase().replace(/%.*$/, '')
  return text.includes(':') ? readIpv6(text) : readIpv4(text)
}

/** A number of one spelling only: where `010` is 8 for some and 10 for others, neither is believed. */
const octet = /^(0|[1-9]\d{0,2})$/

function readIpv4(text: string): Address | undefined {
  const octets = text.split('.')
  if (octets.length !== 4 || !octets.every((each) => octet.test(each) && Number(each) < 256)) return undefined
  return { family: 4, bits: octets.reduce((bits, each) => (bits << 8n) | BigInt(each), 0n), text }
}

function readIpv6(text: string): Address | undefined {
  const groups = groupsOf(text)
  if (groups === undefined) return undefined
  const bits = groups.reduce((all, group) => (all << 16n) | BigInt(group), 0n)
  // IPv4 inside IPv6 (RFC 4291 §2.5.5.2): what a socket that listens for both says of an IPv4 visitor.
  if (bits >> 32n === 0xffffn) return readIpv4(dotted(bits & 0xffff_ffffn))
  return { family: 6, bits, text }
}

function dotted(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 0xffn)).join('.')
}

/** The eight groups of an IPv6 address (RFC 4291 §2.2). */
function groupsOf(text: string): readonly number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [before, after] = halves.map((half) => (half === '' ? [] : half.split(':').flatMap(groupOf)))
  if (before === undefined) return undefined
  const missing = 8 - before.length - (after?.length ?? 0)
  if (after === undefined ? missing !== 0 : missing < 1) return undefined
  const groups = [...before, ...Array.from({ length: missing }, () => 0), ...(after ?? [])]
  return groups.every((group) => Number.isInteger(group)) ? groups : undefined
}

/** One group, or the two that an IPv4 address at the end stands for. */
function groupOf(text: string): readonly number[] {
  if (/^[\da-f]{1,4}$/.test(text)) return [parseInt(text, 16)]
  const ipv4 = readIpv4(text)
  return ipv4 === undefined ? [NaN] : [Number(ipv4.bits >> 16n), Number(ipv4.bits & 0xffffn)]
}

/**
 * Whom an address counts as. One house has at least a /64 of IPv6 and may come from any address in it, so limits go by
 * that; an IPv4 address is one by itself.
 */
export function clientKeyOf({ family, bits, text }: Address): string {
  return family === 4 ? text : `${(bits >> 64n).toString(16).padStart(16, '0')}/64`
}

/** The same of an address as it is written; of none, or where the runtime does not say it, all count as one. */
export function clientKeyAt(written: string | undefined): string {
  const address = readAddress(written ?? '')
  return address === undefined ? 'unknown' : clientKeyOf(address)
}
