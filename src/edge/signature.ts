import { hexOf } from '#shared/hex.ts'

/** Signs texts that come back from visitors. */
export interface Signer {
  /** In hex. */
  readonly sign: (text: string) => Promise<string>
  readonly isSigned: (text: string, signature: string) => Promise<boolean>
}

/** HMAC-SHA-256 under a key (RFC 2104), as the runtime does it best. */
export type MakeMac = (key: Uint8Array<ArrayBuffer>) => (text: string) => Promise<Uint8Array> | Uint8Array

const algorithm = { name: 'HMAC', hash: 'SHA-256' } as const
const encoder = new TextEncoder()

/** The way that every runtime has. */
export const webMac: MakeMac = (bytes) => {
  const key = crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign'])
  return async (text) => new Uint8Array(await crypto.subtle.sign(algorithm.name, await key, encoder.encode(text)))
}

/** `purpose`: the secret may serve for something else, too, and what is signed here must be good for nothing there. */
export function signer(secret: string, purpose: string, makeMac: MakeMac): Signer {
  const macOf = makeMac(encoder.encode(`holdfast ${purpose} ${secret}`))
  return {
    sign: async (text) => hexOf(await macOf(text)),
    async isSigned(text, signature) {
      return isSame(hexOf(await macOf(text)), signature)
    },
  }
}

/** Takes as long for whatever differs: nobody learns from it how much of a forgery was right. */
function isSame(one: string, other: string): boolean {
  let difference = one.length ^ other.length
  for (let i = 0; i < one.length; i++) difference |= one.charCodeAt(i) ^ other.charCodeAt(i)
  return difference === 0
}
