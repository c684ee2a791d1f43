import type { Observation } from './classify.ts'

/** Methods that only read. */
export const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
/** Methods that may be carried out twice with the effect of once (RFC 9110 §9.2.2). */
const idempotentMethods: ReadonlySet<string> = new Set([...safeMethods, 'PUT', 'DELETE'])

export interface Attempt {
  readonly observation: Observation
  readonly method: string
  readonly hasBody: boolean
}

/**
 * Whether the same may be asked once more, on a new connection. A connection that broke may be chance, and nothing is done
 * twice by it: either nothing was sent, or the method allows it. A refusal is certain, and silence has cost the visitor's
 * patience already; neither is asked again.
 */
export function mayAskAgain({ observation: { phase, kind, sizeBytes }, method, hasBody }: Attempt): boolean {
  if (kind !== 'reset' && kind !== 'closed' && kind !== 'lost') return false
  if (phase === 'connect' || phase === 'tls') return true
  return phase !== 'body' && sizeBytes === 0 && idempotentMethods.has(method) && !hasBody
}

const share = 0.1
const most = 10

/** One request in ten may be asked twice, so that an outage never meets twice the load. */
export class RetryBudget {
  #left = most

  noteRequest(): void {
    this.#left = Math.min(most, this.#left + share)
  }

  /** True when there is one left, which is then used up. */
  take(): boolean {
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
