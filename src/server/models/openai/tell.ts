import type { Way } from '#protocol/events.ts'
import type { Piece } from '../port.ts'
import type { Result } from './attempt.ts'
import type { Finished, Said } from './ear.ts'
import type { Sieve } from './seam/sieve.ts'

/** Tells what the back end says, less what is written already. */
export interface Teller {
  /** After a result nothing more may be told. */
  readonly tell: (said: Said) => void
  /** The pieces told since they were last taken. */
  readonly take: () => readonly Piece[]
  /** Undefined until it is known. */
  readonly result: () => Result | undefined
}

export interface TellerOptions {
  /** Null at a beginning. */
  readonly way: Way | null
  readonly sieve: Sieve
}

export function openTeller({ way, sieve }: TellerOptions): Teller {
  let tokens = 0
  let told: Piece[] = []
  // What is said before the first token is told just before it.
  let early: Piece[] = [{ kind: 'began', way }]
  let result: Result | undefined

  function tell(said: Said): void {
    if (said.kind === 'failed') result = said
    else if (said.kind === 'garbled') (tokens === 0 ? early : told).push(said)
    else sift(said)
  }

  function sift(said: Extract<Said, { readonly kind: 'text' | 'finished' }>): void {
    const sifted = said.kind === 'text' ? sieve.take(said.text) : sieve.end()
    if (sifted.kind === 'anew') result = { kind: 'withdrawn' }
    else if (sifted.kind === 'differs') result = sifted
    else {
      if (sifted.text !== '') tellToken(sifted.text)
      if (said.kind === 'finished') finish(said)
    }
  }

  function tellToken(text: string): void {
    if (tokens++ === 0) tellEarly()
    const last = told.at(-1)
    // What came together is stored and shown together.
    if (last?.kind !== 'token') told.push({ kind: 'token', text })
    else told[told.length - 1] = { kind: 'token', text: last.text + text, count: (last.count ?? 1) + 1 }
  }

  function tellEarly(): void {
    told.push(...early)
    early = []
  }

  function finish(said: Finished): void {
    // A reply that is gone on with may have been whole already.
    if (way !== null) tellEarly()
    result = { kind: 'finished', said, tokens }
  }

  function take(): readonly Piece[] {
    const taken = told
    told = []
    return taken
  }

  return { tell, take, result: () => result }
}
