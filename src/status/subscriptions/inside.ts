import { BlockList, isIPv4, isIPv6 } from 'node:net'

/**
 * Addresses that are not of the public internet (the IANA registries of special-purpose addresses): whoever can make us
 * send something there can make us knock at doors that are closed to them.
 */
export function isInside(address: string): boolean {
  const plain = address.replace(/%.*$/, '')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1]
  if (mapped !== undefined) return isInside(mapped)
  if (isIPv4(plain)) return inside.check(plain, 'ipv4')
  return !isIPv6(plain) || inside.check(plain, 'ipv6')
}

const inside = new BlockList()
const ranges4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const
// Of the rest some lead to IPv4 addresses again (mapped ones are held against the list of those): translated (NAT64), 6to4, Teredo.
const ranges6 = [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const
for (const [from, bits] of ranges4) inside.addSubnet(from, bits, 'ipv4')
for (const [from, bits] of ranges6) inside.addSubnet(from, bits, 'ipv6')
