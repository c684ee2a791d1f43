import type { Way } from '#protocol/events.ts'
import type { Piece } from '../port.ts'
import type { Said } from './ear.ts'
import type { Finish, Finished } from './finish.ts'
import type { Sieve } from './seam/sieve.ts'

/** What to do after something was said: tell it, or give this attempt up. */
export type Step =
  | { readonly kind: 'tell'; readonly pieces: readonly Piece[] }
  /** The back end wrote another reply from its beginning. */
  | { readonly kind: 'anew' }
  /** It went on with other words than the shown ones. */
  | { readonly kind: 'differs'; readonly isBare: boolean }

/** Tells what the back end says, less what is written already. */
export interface Teller {
  readonly hear: (said: Said) => Step
  /** The end of the reply, after everything else was told. */
  readonly end: (said: Finished, finish: Finish) => Piece
}

export interface TellerOptions {
  /** Null at a beginning. */
  readonly way: Way | null
  readonly sieve: Sieve
  /** How many tokens were written before. */
  readonly before: number
}

export function openTeller({ way, sieve, before }: TellerOptions): Teller {
  let tokens = 0
  // What is said before the first token is told just before it.
  let waiting: Piece[] = [{ kind: 'began', way }]

  function release(...pieces: readonly Piece[]): Step {
    const released = [...waiting, ...pieces]
    waiting = []
    return { kind: 'tell', pieces: released }
  }

  function hear(said: Said): Step {
    if (said.kind === 'failed') return { kind: 'tell', pieces: [said] }
    if (said.kind === 'garbled') {
      if (tokens > 0) return { kind: 'tell', pieces: [said] }
      waiting.push(said)
      return { kind: 'tell', pieces: [] }
    }
    const sifted = said.kind === 'text' ? sieve.take(said.text) : sieve.end()
    if (sifted.kind !== 'pass') return sifted
    if (sifted.text !== '') return tellToken(sifted.text)
    return said.kind === 'finished' && way !== null ? release() : { kind: 'tell', pieces: [] }
  }

  function tellToken(text: string): Step {
    const token: Piece = { kind: 'token', text }
    return tokens++ === 0 ? release(token) : { kind: 'tell', pieces: [token] }
  }

  function end({ reason, usage }: Finished, finish: Finish): Piece {
    if (tokens === 0 && way === null) {
      return { kind: 'failed', failure: { fault: 'backend-empty', because: `finish_reason ${reason} without a word` } }
    }
    // The back end's own count would include what it repeated.
    const completionTokens = way === null ? (usage?.completionTokens ?? tokens) : before + tokens
    return { kind: 'end', finish, usage: { promptTokens: usage?.promptTokens ?? null, completionTokens } }
  }

  return { hear, end }
}
