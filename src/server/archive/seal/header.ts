import { fail, ok, type Outcome } from '#shared/outcome.ts'

/** How hard a passphrase is to guess: RFC 9106 §4, the second recommendation, takes about 0.3 s. */
export interface KeyCost {
  readonly memoryKiB: number
  readonly passes: number
  readonly parallelism: number
}

export const usualCost: KeyCost = { memoryKiB: 65_536, passes: 3, parallelism: 4 }

/** The beginning of a sealed file (docs/spec/archive.md, "Sealed"). */
export interface SealHeader {
  readonly cost: KeyCost
  readonly salt: Uint8Array
  readonly noncePrefix: Uint8Array
  readonly chunkBytes: number
  /** Tells a wrong passphrase from a damaged file. */
  readonly check: Uint8Array
}

export const magic = 'HOLDFAST-SEALED\n'
export const saltBytes = 16
export const noncePrefixBytes = 7
export const checkBytes = 16
export const headerBytes = 73
export const tagBytes = 16

const sealVersion = 1
const argon2id = 1

export function formatHeader({ cost, salt, noncePrefix, chunkBytes, check }: SealHeader): Buffer {
  const bytes = Buffer.alloc(headerBytes)
  bytes.write(magic, 0, 'latin1')
  bytes.writeUInt8(sealVersion, 16)
  bytes.writeUInt8(argon2id, 17)
  bytes.writeUInt32BE(cost.memoryKiB, 18)
  bytes.writeUInt32BE(cost.passes, 22)
  bytes.writeUInt32BE(cost.parallelism, 26)
  bytes.set(salt, 30)
  bytes.writeUInt32BE(chunkBytes, 46)
  bytes.set(noncePrefix, 50)
  bytes.set(check, 57)
  return bytes
}

export type HeaderRefusal = 'newer' | 'unusable'

export function parseHeader(bytes: Buffer): Outcome<SealHeader, HeaderRefusal> {
  if (bytes.length < headerBytes) return fail('unusable')
  if (bytes.readUInt8(16) > sealVersion) return fail('newer')
  const cost = {
    memoryKiB: bytes.readUInt32BE(18),
    passes: bytes.readUInt32BE(22),
    parallelism: bytes.readUInt32BE(26),
  }
  const chunkBytes = bytes.readUInt32BE(46)
  if (bytes.readUInt8(17) !== argon2id || !isBearable(cost) || !isWithin(chunkBytes, 1024, 1_048_576))
    return fail('unusable')
  const [salt, noncePrefix, check] = [bytes.subarray(30, 46), bytes.subarray(50, 57), bytes.subarray(57, 73)]
  return ok({ cost, salt, noncePrefix, chunkBytes, check })
}

/** A file must not say how much memory and time this server spends on it. */
function isBearable({ memoryKiB, passes, parallelism }: KeyCost): boolean {
  return isWithin(parallelism, 1, 16) && isWithin(memoryKiB, 8 * parallelism, 1_048_576) && isWithin(passes, 1, 16)
}

function isWithin(value: number, least: number, most: number): boolean {
  return value >= least && value <= most
}
