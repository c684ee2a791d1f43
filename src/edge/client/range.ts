import { readAddress, type Address } from '#shared/ip-address.ts'

/** Addresses that begin alike, as CIDR has it (RFC 4632, RFC 4291 §2.3). */
export interface Range {
  readonly family: 4 | 6
  readonly bits: bigint
  /** How many bits at the end are free. */
  readonly free: bigint
}

/** Reads `192.0.2.0/24`, `2001:db8::/32`, or a single address; undefined for anything else. */
export function readRange(text: string): Range | undefined {
  const [written = '', length, ...more] = text.trim().split('/')
  const address = readAddress(written)
  if (address === undefined || more.length > 0) return undefined
  const whole = address.family === 4 ? 32 : 128
  if (length !== undefined && !(/^\d{1,3}$/.test(length) && Number(length) <= whole)) return undefined
  const free = BigInt(whole - Number(length ?? whole))
  return { family: address.family, bits: address.bits >> free, free }
}

export function isWithin({ family, bits }: Address, range: Range): boolean {
  return family === range.family && bits >> range.free === range.bits
}
