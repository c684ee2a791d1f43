import { commonLength } from './telling.ts'
import { holdUntil, open, pass, type Decision, type Sieve } from './sieve.ts'

/**
 * Takes away the words that are shown already but were not sent, since they may have been cut: `shown`, with the white
 * space before them. A back end that comes upon other words there is told apart.
 */
export function rejoinSieve(shown: string): Sieve {
  if (shown === '') return open
  return shown.trim() === '' ? afterSpace(shown) : afterWords(shown)
}

function afterWords(shown: string): Sieve {
  const bare = shown.trimStart()
  return holdUntil((held, isEnd): Decision => {
    const came = held.trimStart()
    if (came.startsWith(bare)) return pass(came.slice(bare.length))
    if (bare.startsWith(came) && !isEnd) return 'wait'
    return { kind: 'differs', isBare: came === held && bare !== shown }
  })
}

/** White space that is shown and comes again is not doubled; line breaks that come instead of it are kept. */
function afterSpace(shown: string): Sieve {
  return holdUntil((held, isEnd): Decision => {
    if (held.trim() === '' && !isEnd) return 'wait'
    if (held.startsWith(shown)) return pass(held.slice(shown.length))
    return pass(held.slice(commonLength(held, shown)).replace(/^[ \t]+/, ''))
  })
}
