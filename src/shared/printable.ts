// What a terminal obeys, what hides, and what turns the direction of what follows: C0, C1, DEL, line and paragraph
// separators, invisible spaces, bidirectional controls, tags. The joiner within emoji and scripts (U+200D) stays.
const hidden =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

/** A text of a stranger's on one line, for a terminal: what would be obeyed or not be seen is written as its number. */
export function printable(text: string): string {
  return text.replaceAll(hidden, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

/** The same of a text of several lines. */
export function printableLines(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).map((line) => printable(line.replaceAll('\t', '    ')))
}
