import { holdUntil, pass, type Sieve } from './sieve.ts'
import { commonLength, isTelling } from './telling.ts'

export interface EchoOptions {
  /** The text so far, as it was sent to be gone on with. */
  readonly sent: string
  /** The back end is known to go on: what begins like the text so far and then differs is no other reply. */
  readonly isDeclared: boolean
}

/**
 * Takes away a repetition of the text so far from the front of what follows. llama-server repeats it in its first
 * delta, and a back end that ignores the text so far may write it again; both may trim white space. Only the whole text
 * counts: a reply seldom begins twice in the same way, but it may.
 */
export function echoSieve({ sent, isDeclared }: EchoOptions): Sieve {
  const bare = sent.trimStart()
  const isLong = isTelling(bare)

  function forms(held: string): readonly (readonly [came: string, whole: string])[] {
    const trimmed = isLong ? held.trimStart() : held
    return [
      [held, sent],
      [trimmed, bare],
    ]
  }

  return holdUntil((held, isEnd) => {
    const echo = forms(held).find(([came, whole]) => came.startsWith(whole))
    if (echo !== undefined) return pass(echo[0].slice(echo[1].length))
    if (!isEnd && forms(held).some(([came, whole]) => whole.startsWith(came))) return 'wait'
    const began = held.trimStart()
    const beganAnew = !isDeclared && isTelling(began.slice(0, commonLength(began, bare)))
    return beganAnew ? { kind: 'anew' } : pass(held)
  })
}
