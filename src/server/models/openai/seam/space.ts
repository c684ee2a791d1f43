import { writesNoSpaces } from '#shared/text.ts'
import { holdUntil, pass, type Sieve } from './sieve.ts'

/** The new words with a space before them where one is missing after `before`. */
export function joined(before: string, words: string): string {
  return needsSpace(before, words) ? ` ${words}` : words
}

function needsSpace(before: string, words: string): boolean {
  if (!/[\p{L}\p{N}.,;:!?…)\]”’"]$/u.test(before) || !/^[\p{L}\p{N}“‘"(*]/u.test(words)) return false
  return !writesNoSpaces(before.slice(-1)) && !writesNoSpaces(words.slice(0, 1))
}

/** Sets a space before the first words of a back end that is known to leave it out. */
export function spaceSieve(before: string): Sieve {
  return holdUntil((held, isEnd) => (held === '' && !isEnd ? 'wait' : pass(joined(before, held))))
}
