import { createHmac } from 'node:crypto'
import type { Clock } from '#shared/clock.ts'
import { clientKeyAt } from '#shared/ip-address.ts'

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
    return createHmac('sha256', salt).update(clientKeyAt(address)).digest('base64url').slice(0, 16)
  }
}
