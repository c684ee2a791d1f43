/** `text` cut to at most `limit` characters, at a word's end where there is one, with an ellipsis where it was cut. */
export function clip(text: string, limit: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  if (line.length <= limit) return line
  const cut = wholeCharacters(line.slice(0, limit - 1))
  const space = cut.lastIndexOf(' ')
  return `${space > limit / 2 ? cut.slice(0, space) : cut}…`
}

/** Drops half of a surrogate pair from the end: a lone half is no character and turns into U+FFFD on the wire. */
function wholeCharacters(text: string): string {
  const last = text.charCodeAt(text.length - 1)
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text
}

/** Whether a text is in a script that is written without spaces between words. */
export function writesNoSpaces(text: string): boolean {
  return /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u.test(text)
}

/** Without a space for longer than this, it is no word but a stretch of data or of a script without spaces. */
const longestWord = 60

/**
 * Where the last word of `text` begins if the text may have been cut inside it, else the length of the text; in both
 * cases without the white space before that place.
 *
 * A model continues a whole word exactly and half a word badly, and nothing tells a whole last word from half of a
 * longer one; so a last word always counts as possibly cut, with all that stands before it up to a space ("well-kno",
 * "(soft"), while punctuation and white space end a word.
 */
export function lastWholeWordEnd(text: string): number {
  const trimmed = text.trimEnd()
  if (trimmed.length < text.length || trimmed === '') return trimmed.length
  // A combining mark or a joiner at the end may go on, too.
  if (!/(?:[\p{L}\p{N}\p{M}\p{Emoji_Presentation}_]|\u200d|\ufe0f)$/u.test(trimmed)) return trimmed.length
  const run = /\S*$/.exec(trimmed.slice(-longestWord - 1))?.[0] ?? ''
  const start =
    run.length > longestWord || writesNoSpaces(run) ? lastSegmentStart(trimmed) : trimmed.length - run.length
  return trimmed.slice(0, start).trimEnd().length
}

let words: Intl.Segmenter | undefined

/** Where the last word begins by the word boundaries of UAX #29, which know words where no spaces are written. */
function lastSegmentStart(text: string): number {
  words ??= new Intl.Segmenter(undefined, { granularity: 'word' })
  // A segment depends only on its neighbourhood; 200 characters hold any word worth the name.
  const from = Math.max(0, text.length - 200)
  const last = [...words.segment(text.slice(from))].at(-1)
  return from + (last?.index ?? 0)
}
