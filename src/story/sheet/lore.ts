import type { Lore } from '#protocol/sheet.ts'
import { writesNoSpaces } from '#shared/text.ts'

/** How much lore a model is told at once: more would push the story itself out of what it can read. */
const mostCharacters = 8_000

/**
 * The entries that matter where these texts are told, in their order. One without keys always does, any other when one of
 * its keys occurs as a word of its own. An entry for which there is no room left is passed over.
 */
export function calledUp(lore: readonly Lore[], texts: readonly string[]): readonly string[] {
  const where = folded(texts.join('\n'))
  const told: string[] = []
  let left = mostCharacters
  for (const { keys, text } of lore) {
    const words = text.trim()
    if (words === '' || words.length > left || !isCalledUp(keys, where)) continue
    told.push(words)
    left -= words.length
  }
  return told
}

function isCalledUp(keys: string, where: string): boolean {
  const wanted = keys.split(',').map((key) => folded(key.trim()))
  const named = wanted.filter((key) => key !== '')
  return named.length === 0 || named.some((key) => occurs(key, where))
}

/** So that one word is written in one way. Upper case, because it has one form of sigma and none of the sharp s. */
function folded(text: string): string {
  return text.normalize('NFC').toUpperCase()
}

function occurs(key: string, where: string): boolean {
  for (let at = where.indexOf(key); at !== -1; at = where.indexOf(key, at + 1)) {
    if (isWord(key, { before: where.slice(0, at), after: where.slice(at + key.length) })) return true
  }
  return false
}

interface Around {
  readonly before: string
  readonly after: string
}

/** Whether it is not a part of a longer word. Where words stand without spaces between them, nothing tells. */
function isWord(key: string, { before, after }: Around): boolean {
  if (writesNoSpaces(key)) return true
  // Two units, because the character may be a pair of them.
  return !/[\p{L}\p{N}]$/u.test(before.slice(-2)) && !/^[\p{L}\p{N}]/u.test(after.slice(0, 2))
}
