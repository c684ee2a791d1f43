import type { Lore } from '#protocol/sheet.ts'
import { writesNoSpaces } from '#shared/text.ts'

/** How much lore a model is told at once: more would push the story itself out of what it can read. */
const mostCharacters = 8_000
/** How many keys are looked for in all: each is a walk through the texts. */
const mostKeys = 1_000

/**
 * The entries that matter where these texts are told, in their order. One without keys always does, any other when one of
 * its keys occurs as words of their own. An entry for which there is no room left is passed over.
 */
export function calledUp(lore: readonly Lore[], texts: readonly string[]): readonly string[] {
  const where = texts.map(folded)
  const told: string[] = []
  let left = mostCharacters
  let keysLeft = mostKeys
  for (const { keys, text } of lore) {
    const words = text.trim()
    const named = keysIn(keys)
    const sought = named.slice(0, keysLeft)
    keysLeft -= sought.length
    if (words === '' || words.length > left) continue
    if (named.length > 0 && !isCalledUp(sought, where)) continue
    told.push(words)
    left -= words.length
  }
  return told
}

interface Folded {
  readonly text: string
  /** Nothing but its words, with one blank before and behind each. */
  readonly words: string
}

// As they are written in scripts that have signs of their own for it.
const betweenKeys = /[,，、،;；\n]/

function keysIn(keys: string): readonly Folded[] {
  return keys
    .split(betweenKeys)
    .map(folded)
    .filter(({ words }) => words !== ' ')
}

function isCalledUp(keys: readonly Folded[], where: readonly Folded[]): boolean {
  return keys.some((key) => where.some((text) => occurs(key, text)))
}

/**
 * So that one word is written in one way: in upper case, because that has one form of sigma and none of the sharp s, and with
 * nothing but words in it.
 */
function folded(written: string): Folded {
  const text = written.normalize('NFC').toUpperCase().trim()
  return { text, words: ` ${text.replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, ' ').trim()} `.replace(/^ +$/, ' ') }
}

/** Whether it is not a part of a longer word. Where words stand without spaces between them, nothing tells. */
function occurs(key: Folded, where: Folded): boolean {
  return writesNoSpaces(key.text) ? where.text.includes(key.text) : where.words.includes(key.words)
}
