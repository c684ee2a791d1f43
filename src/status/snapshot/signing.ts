import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import {
  publicKeySchema,
  signedHeaderSchema,
  signedKind,
  type PublicKey,
  type Signed,
} from '#protocol/status-snapshot.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

/** A text with the key's signature. */
export function signed(text: string, key: KeyObject): Signed {
  const header = JSON.stringify({ alg: 'EdDSA', typ: signedKind, kid: thumbprint(publicPart(key)) })
  const parts = { protected: base64url(header), payload: base64url(text) }
  return { ...parts, signature: sign(null, signedBytes(parts), key).toString('base64url') }
}

/** The text, if this key has signed it. */
export function verified(of: Signed, key: PublicKey): Outcome<string, string> {
  if (!isOurKind(of.protected)) return fail('what is signed is no snapshot of a status page')
  const signature = Buffer.from(of.signature, 'base64url')
  const isRight = verify(null, signedBytes(of), createPublicKey({ key, format: 'jwk' }), signature)
  return isRight ? ok(Buffer.from(of.payload, 'base64url').toString('utf8')) : fail('the signature is not of this key')
}

export function publicPart(key: KeyObject): PublicKey {
  const { kty, crv, x } = publicKeySchema.parse(createPublicKey(key).export({ format: 'jwk' }))
  return { kty, crv, x }
}

/** A key in one short word that people can compare (RFC 7638; the order of members is part of it). */
export function thumbprint({ crv, kty, x }: PublicKey): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url')
}

function isOurKind(header: string): boolean {
  try {
    return signedHeaderSchema.safeParse(JSON.parse(Buffer.from(header, 'base64url').toString('utf8'))).success
  } catch {
    return false // Not JSON, so no header.
  }
}

function signedBytes(of: Pick<Signed, 'protected' | 'payload'>): Buffer {
  return Buffer.from(`${of.protected}.${of.payload}`, 'ascii')
}

function base64url(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url')
}
