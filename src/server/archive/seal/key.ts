import { argon2 } from 'node:crypto'
import { checkBytes, type SealHeader } from './header.ts'

const keyBytes = 32

/** The key of a sealed file, and the bytes by which a wrong passphrase is noticed. */
export function deriveKey(
  passphrase: string,
  { cost, salt }: Pick<SealHeader, 'cost' | 'salt'>,
): Promise<{ readonly key: Uint8Array; readonly check: Uint8Array }> {
  const { memoryKiB: memory, passes, parallelism } = cost
  // One passphrase has one spelling, whichever keyboard it was typed on.
  const message = Buffer.from(passphrase.normalize('NFC'), 'utf8')
  const how = { message, nonce: salt, memory, passes, parallelism, tagLength: keyBytes + checkBytes }
  return new Promise((resolve, reject) => {
    argon2('argon2id', how, (error, derived) => {
      if (error === null) resolve({ key: derived.subarray(0, keyBytes), check: derived.subarray(keyBytes) })
      else reject(error)
    })
  })
}

/** The nonce of a chunk: which file, which place in it, and whether it is the last one (the STREAM construction). */
export function nonceOf(prefix: Uint8Array, index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.set(prefix)
  nonce.writeUInt32BE(index, 7)
  nonce.writeUInt8(Number(isLast), 11)
  return nonce
}
