import * as z from 'zod/mini'

/** A public Ed25519 key as a JSON Web Key (RFC 8037 §2). */
export const publicKeySchema = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() })
export type PublicKey = z.infer<typeof publicKeySchema>

/** A signed text as JSON (RFC 7515 §7.2.2), so that any library of that standard can check it. */
export const signedSchema = z.object({ protected: z.string(), payload: z.string(), signature: z.string() })
export type Signed = z.infer<typeof signedSchema>

/** What is signed here: a signature over something else must not pass for one of these. */
export const signedKind = 'holdfast-status-snapshot+json'
export const signedHeaderSchema = z.object({ alg: z.literal('EdDSA'), typ: z.literal(signedKind) })

/** The text that is signed: every file of the snapshot with the SHA-256 of its bytes, base64url. */
export const manifestSchema = z.object({
  asOf: z.number(),
  name: z.string(),
  url: z.string(),
  files: z.record(z.string(), z.string()),
})
export type Manifest = z.infer<typeof manifestSchema>

export const manifestPath = 'signed.json'

/** Where the public key lies, in the snapshot and at the live page (RFC 8615). */
export const keyPath = '.well-known/holdfast-status-key.json'
