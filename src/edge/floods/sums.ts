import { createChallenge, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import * as z from 'zod/mini'

/** A sum that takes a browser some seconds and the edge some milliseconds to check. */
export type Sum = Awaited<ReturnType<typeof createChallenge>>

export interface Sums {
  /** A sum for one client. */
  readonly make: (clientKey: string) => Promise<Sum>
  /** Whether this is the solution of a sum that was made for the client, as `solution` in base64url. */
  readonly isSolved: (solution: string, clientKey: string) => Promise<boolean>
}

export interface SumsMeans {
  readonly secret: string
  readonly now: () => number
}

/** 256 tries on average, each 2 ms on a desktop computer: half a second there, some seconds on an old phone. */
const difficulty = { algorithm: 'PBKDF2/SHA-256', cost: 5000, keyLength: 32, keyPrefix: '00' } as const
const goodForMs = 5 * 60_000

/** Sums by altcha-lib. Nothing is kept of them: what has to be known when one comes back is in it, and signed. */
export function sums({ secret, now }: SumsMeans): Sums {
  const hmacSignatureSecret = `holdfast sum ${secret}`
  return {
    make: (clientKey) =>
      createChallenge({ ...difficulty, deriveKey, hmacSignatureSecret, data: { for: clientKey, at: now() } }),
    async isSolved(solution, clientKey) {
      const answer = solutionSchema.safeParse(parsed(solution))
      if (!answer.success) return false
      const { at, for: whom } = answer.data.challenge.parameters.data
      if (whom !== clientKey || Math.abs(now() - at) > goodForMs) return false
      return (await verifySolution({ ...answer.data, deriveKey, hmacSignatureSecret })).verified
    },
  }
}

/** What is signed is believed; before that is known, nothing else may be computed than what we ask for. */
const solutionSchema = z.object({
  challenge: z.object({
    parameters: z.strictObject({
      algorithm: z.literal(difficulty.algorithm),
      cost: z.literal(difficulty.cost),
      keyLength: z.literal(difficulty.keyLength),
      keyPrefix: z.literal(difficulty.keyPrefix),
      nonce: z.string().check(z.regex(/^[\da-f]{32}$/)),
      salt: z.string().check(z.regex(/^[\da-f]{32}$/)),
      data: z.strictObject({ for: z.string(), at: z.number() }),
    }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.int(), derivedKey: z.string() }),
})

function parsed(base64url: string): unknown {
  try {
    return JSON.parse(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')))
  } catch {
    return undefined // Somebody else's text, and the schema says so.
  }
}
