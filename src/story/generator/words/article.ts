import indefinite from 'indefinite'

/** Where sound and the library part; the first that fits decides. */
const corrections: readonly (readonly [RegExp, 'a' | 'an'])[] = [
  [/^(?:hono(?:u?r|rar)|hour|heir|honest)/i, 'an'],
  [/^(?:onerous|oneir|ongoing|onion|uni[mn]|unident|unisl)/i, 'an'],
  [/^(?:one|once|oui)/i, 'a'],
  [/^(?:ewe|ukulele|url\b|eu|ubiq|uran|urin|ureth|usur|uten|uter|u-|ufolog|uni|unanim|ute\b|ugand|ukrain|urug)/i, 'a'],
]

/** At most so many words are remembered: a generator may make up words without end. */
const mostRemembered = 4_096
const remembered = new Map<string, 'a' | 'an'>()

/** Blanks, quotes, brackets and tags are looked through. */
const nextWord = /^(?:[\s"'“”‘’«»()*_~`]|<[^<>]{0,500}>)*([\p{L}\p{N}][\p{L}\p{N}’'.,-]{0,60})/u

/** "a" or "an", by the sound of the word that begins `after`. */
export function article(after: string, isUpper: boolean): string {
  const word = nextWord.exec(after)?.[1] ?? ''
  const found = remembered.get(word) ?? remember(word)
  return isUpper ? `A${found.slice(1)}` : found
}

function remember(word: string): 'a' | 'an' {
  if (remembered.size >= mostRemembered) remembered.clear()
  const found = word === '' ? 'a' : decide(word)
  remembered.set(word, found)
  return found
}

function decide(written: string): 'a' | 'an' {
  // Émile begins as Emile does.
  const word = written.normalize('NFD').replaceAll(/\p{M}/gu, '')
  // Letters said one by one are the library's business, which knows them: an FBI agent, a UFO.
  const isSpelledOut = /^[A-Z]{2,}(?![a-z])/.test(word)
  if (/^(?:NASA|NATO|FEMA|SWAT|UNESCO|UNICEF|SCUBA|LASER|RADAR)\b/.test(word)) return 'a'
  const corrected = isSpelledOut ? undefined : corrections.find(([pattern]) => pattern.test(word))?.[1]
  return corrected ?? indefinite(word, { articleOnly: true })
}
