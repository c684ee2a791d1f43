import type { Chance } from './clock.ts'
import { hexOf } from './hex.ts'

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** Any UUID of RFC 9562 versions 1 to 8, in upper or lower case. */
export function isUuid(text: string): boolean {
  return uuidShape.test(text)
}

/** Makes UUIDv7 (RFC 9562 §5.7): they sort by the time they were made, and within one maker never step back. */
export type MakeId = () => string

export interface IdSource {
  readonly now: () => number
  /** Fills the array with bytes nobody can guess: `crypto.getRandomValues`. */
  readonly fill: (bytes: Uint8Array<ArrayBuffer>) => unknown
}

const idsAtOnce = 64

export function idMaker({ now, fill }: IdSource): MakeId {
  let lastMs = 0
  let counter = 0
  // Asking the system for chance costs as much for many ids as for one.
  const pool = new Uint8Array(16 * idsAtOnce)
  let used = pool.length
  return function makeId() {
    if (used === pool.length) {
      fill(pool)
      used = 0
    }
    const bytes = pool.subarray(used, (used += 16))
    const ms = now()
    // A clock set back must not make a younger id sort first: stay on the old millisecond and count (§6.2, method 1).
    if (ms > lastMs) {
      lastMs = ms
      counter = ((bytes[6] ?? 0) & 0x07) * 256 + (bytes[7] ?? 0)
    } else if (++counter > 0xfff) {
      lastMs += 1
      counter = 0
    }
    return formatId(bytes, lastMs, counter)
  }
}

function formatId(bytes: Uint8Array, ms: number, counter: number): string {
  const time = ms.toString(16).padStart(12, '0')
  const count = counter.toString(16).padStart(3, '0')
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const random = hexOf(bytes.subarray(8))
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${random.slice(0, 4)}-${random.slice(4)}`
}

/** A 32-bit number that depends on every character of `text` (FNV-1a), for seeds and spreading, never for secrets. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}

/** Chance that anybody can repeat from its seed (xorshift32). For tests and the lab. */
export function seededChance(seed: number): Chance {
  let state = seed >>> 0 || 1
  return () => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 2 ** 32
  }
}
