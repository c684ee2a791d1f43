import type { IncomingMessage } from 'node:http'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Refusal } from './route.ts'

/** The body of a request, whole. One that is too large is refused by what it says of itself, or as soon as it is. */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Outcome<Uint8Array, Refusal>> {
  const tooLarge = fail({ fault: 'body-too-large', details: { members: { limitBytes } } } satisfies Refusal)
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) return Promise.resolve(tooLarge)
  return new Promise((resolve) => {
    const parts: Uint8Array[] = []
    let sizeBytes = 0
    request.on('data', (part: Uint8Array) => {
      sizeBytes += part.length
      if (sizeBytes <= limitBytes) parts.push(part)
      else resolve(tooLarge)
    })
    request.on('end', () => resolve(ok(Buffer.concat(parts))))
    // Whoever went in the middle hears no answer.
    request.on('error', () => resolve(fail({ fault: 'invalid-request' })))
  })
}
