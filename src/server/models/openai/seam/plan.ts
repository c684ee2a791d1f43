import type { Way } from '#protocol/events.ts'
import { lastWholeWordEnd } from '#shared/text.ts'
import { echoSieve } from './echo.ts'
import { rejoinSieve } from './rejoin.ts'
import { repetitionSieve } from './repetition.ts'
import { chain, type Sieve } from './sieve.ts'
import { spaceSieve } from './space.ts'

/** The text so far, as it is sent to be gone on with, and the end of it that is shown but not sent. */
export interface Split {
  readonly sent: string
  readonly held: string
  /** The back end is known to leave out the space before its first word. */
  readonly isBare: boolean
}

/** Models go on well from a whole word, badly from half a word, and some refuse white space at the end. */
export function splitAtWord(written: string): Split {
  const end = lastWholeWordEnd(written)
  return { sent: written.slice(0, end), held: written.slice(end), isBare: false }
}

/** All that is shown is sent: for a back end that would go on with other words than the shown ones. */
export function splitAtEnd(written: string, isBare: boolean): Split {
  const end = written.trimEnd().length
  return { sent: written.slice(0, end), held: written.slice(end), isBare }
}

export interface SeamPlan {
  readonly split: Split
  readonly way: Way
  /** The way was set by the operator, so the back end is known to have it. */
  readonly isDeclared: boolean
}

/** Lets through what comes after the text so far, each word once, whatever the back end repeats. */
export function seamSieve({ split, way, isDeclared }: SeamPlan): Sieve {
  const { sent, held, isBare } = split
  const first = way === 'asked' ? repetitionSieve(sent) : echoSieve({ sent, isDeclared })
  const whole = chain(first, rejoinSieve(held))
  return isBare ? chain(whole, spaceSieve(sent + held)) : whole
}
