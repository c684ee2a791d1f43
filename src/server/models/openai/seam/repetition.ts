import { holdUntil, open, pass, type Decision, type Sieve } from './sieve.ts'
import { joined } from './space.ts'
import { commonLength, isTelling } from './telling.ts'

/** How far back a repetition of the end is looked for: some sentences. */
const endLength = 600

/**
 * Takes away what a model repeats when it was asked to go on: the reply from its beginning, or its last words. Text is
 * held back only while it could still be one of these. Where nothing is repeated, the new words are set off by a space.
 */
export function repetitionSieve(sent: string): Sieve {
  if (sent === '') return open
  const whole = sent.trimStart()

  return holdUntil((held, isEnd) => {
    const came = held.trimStart()
    if (came.startsWith(whole)) return pass(came.slice(whole.length))
    const isGrowing = whole.startsWith(came) || suffixes(sent, (end) => end.startsWith(came)).length > 0
    if (!isGrowing) return settle(held, came)
    if (!isEnd) return 'wait'
    return isTelling(came) ? pass('') : settle(held, came)
  })

  function settle(held: string, came: string): Decision {
    const [overlap] = suffixes(sent, (end) => came.startsWith(end) && isTelling(end))
    if (overlap !== undefined) return pass(came.slice(overlap.length))
    const again = wholeWordsOf(came, commonLength(came, whole))
    if (isTelling(again)) return pass(came.slice(again.length))
    return pass(joined(sent, held))
  }
}

/** The ends of a text for which `is` holds, the longest first. */
function suffixes(text: string, is: (end: string) => boolean): readonly string[] {
  const found: string[] = []
  for (let start = Math.max(0, text.length - endLength); start < text.length; start++) {
    const end = text.slice(start)
    if (is(end)) found.push(end)
  }
  return found
}

/** The first `length` characters, less a word that they end in. */
function wholeWordsOf(text: string, length: number): string {
  if (length === text.length || /\s/.test(text[length] ?? '')) return text.slice(0, length)
  return text.slice(0, length).replace(/\s*\S*$/, '')
}
