const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['s', ' '],
  ...Array.from('\\={}[]^|', (character): [string, string] => [character, character]),
])

/** What a backslash and the character after it stand for. An unknown pair is itself, backslash and all. */
export function escaped(character: string): string {
  return escapes.get(character) ?? `\\${character}`
}

export function unescape(text: string): string {
  return text.replaceAll(/\\([^])/g, (_, character: string) => escaped(character))
}
