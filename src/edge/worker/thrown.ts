import type { Observation } from '../classify.ts'

/** A clock of the edge's own ran out. */
export class PatienceError extends Error {}

/** What came is HTTP, and no answer to anything. */
export class NonsenseError extends Error {}

/**
 * What an error of `fetch` amounts to. It is the same for a refusal, a reset, an empty answer and nonsense, without a code, and
 * the one for a bad certificate or a name that leads nowhere is only a number in Cloudflare's own logs. So: `lost`.
 */
export function observedInThrown(
  error: unknown,
  { phase, tookMs }: Pick<Observation, 'phase' | 'tookMs'>,
): Observation {
  const place = { phase, tookMs, sizeBytes: 0 }
  if (error instanceof PatienceError) return { ...place, kind: 'silent', code: 'ETIMEDOUT' }
  return error instanceof NonsenseError
    ? { ...place, kind: 'garbled', code: 'EPROTO' }
    : { ...place, kind: 'lost', code: '' }
}

/** The words of an error, with what they leave open. */
export function wordsOfThrown(error: unknown, address: string): string {
  const words = error instanceof Error ? error.message : String(error)
  return `seen from a Worker: ${address}: ${words.replace(/\.$/, '')}.${leftOpen(error)}`
}

function leftOpen(error: unknown): string {
  if (error instanceof NonsenseError) return ''
  if (error instanceof PatienceError) return ' A Worker does not see whether a connection was made.'
  return ' A Worker is not told whether the connection was refused, torn, empty or never made.'
}
