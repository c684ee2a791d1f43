import { createHmac, timingSafeEqual } from 'node:crypto'

/** The field in which a request and its answer carry their seals, and a request the number that makes it one of a kind. */
export const sealField = 'holdfast-seal'
export const nonceField = 'holdfast-nonce'

/**
 * Proves who asks and who answers, by a key that both have: neither the key nor a password ever travels. The answer's seal
 * holds the number of the request, so that no old answer can stand in for a new one. What is said can be read on the way.
 */
export function sealOf(key: string, parts: readonly string[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex')
}

export function isSealedBy(key: string, parts: readonly string[], seal: unknown): boolean {
  if (typeof seal !== 'string') return false
  const [own, given] = [Buffer.from(sealOf(key, parts)), Buffer.from(seal)]
  return own.length === given.length && timingSafeEqual(own, given)
}
