/** Signs texts that come back from visitors. */
export interface Signer {
  /** In hex. */
  readonly sign: (text: string) => Promise<string>
  readonly isSigned: (text: string, signature: string) => Promise<boolean>
}

const algorithm = { name: 'HMAC', hash: 'SHA-256' } as const
const encoder = new TextEncoder()

/** `purpose`: the secret may serve for something else, too, and what is signed here must be good for nothing there. */
export function signer(secret: string, purpose: string): Signer {
  const bytes = encoder.encode(`holdfast ${purpose} ${secret}`)
  const key = crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign', 'verify'])
  return {
    async sign(text) {
      const signature = await crypto.subtle.sign(algorithm.name, await key, encoder.encode(text))
      return hexOf(new Uint8Array(signature))
    },
    async isSigned(text, signature) {
      const its = bytesOf(signature)
      // Compares in constant time.
      return its !== undefined && crypto.subtle.verify(algorithm.name, await key, its, encoder.encode(text))
    },
  }
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Undefined unless it has the length of a signature, and the one spelling that we write. */
function bytesOf(hex: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\da-f]{64}$/.test(hex)) return undefined
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}
