import { createHmac } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Clock } from '#shared/clock.ts'

const saltMs = 24 * 3_600_000

/**
 * Marks in the place of addresses: equal for the same one, and for nobody to turn back, for they are made with a salt that
 * lies in memory alone and changes every day.
 */
export function marker(clock: Pick<Clock, 'now'>, makeSalt: () => string): (address: string) => string {
  let salt = makeSalt()
  let madeAt = clock.now()
  return function markOf(address) {
    const ageMs = clock.now() - madeAt
    if (ageMs < 0 || ageMs > saltMs) {
      salt = makeSalt()
      madeAt = clock.now()
    }
    return createHmac('sha256', salt).update(householdOf(address)).digest('base64url').slice(0, 16)
  }
}

/** One household has a whole /64 of IPv6 addresses, and takes a new one whenever it likes. */
function householdOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail = ''] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  const first = head === '' ? [] : head.split(':')
  const last = tail === '' ? [] : tail.split(':')
  const gap = address.includes('::')
    ? Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0')
    : []
  return [...first, ...gap, ...last]
    .slice(0, 4)
    .map((part) => parseInt(part, 16).toString(16))
    .join(':')
}
