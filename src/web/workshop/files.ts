import { generatorInText, type Found } from './pasted.ts'

/** A generator that came as a file. */
export interface BroughtIn {
  readonly name: string
  readonly text: string
}

/** The language's own limit. Said here again, so that the page need not carry the language. */
export const mostCharacters = 2_000_000

/** What a generator is called as a file: no sign that some system does not take. */
export function fileNameOf(name: string, ending = 'txt'): string {
  const plain = name
    .replaceAll(/[\p{Cc}\\/:*?"<>|]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return `${plain === '' ? 'generator' : plain.slice(0, 100)}.${ending}`
}

/** Null: it is larger than any generator may be, cannot be read, or is a page without a generator. */
export async function readGenerator(file: File): Promise<(BroughtIn & Pick<Found, 'imports'>) | null> {
  // A character is at most four bytes.
  if (file.size > 4 * mostCharacters) return null
  // The person may have moved or deleted it since they chose it.
  const read = await file.text().catch(() => null)
  if (read === null || read.length > mostCharacters) return null
  const found = generatorInText(read)
  if (found === null) return null
  const { name, lists, imports } = found
  return { name: name === '' ? file.name.replace(/\.[^.]*$/, '') : name, text: lists, imports }
}
