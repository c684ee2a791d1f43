import { nearest } from '#shared/nearest.ts'
import { beginnings } from './beginnings.ts'
import type { SavedGenerator } from './saved-generator.ts'

/** A generator that can be rolled by its name. */
export interface Rollable {
  readonly name: string
  readonly text: string
  /** It came with the page. */
  readonly isOurs: boolean
}

/** Those of this browser, the one changed last first, and then ours, as far as nothing here is called the same. */
export function rollables(own: readonly SavedGenerator[]): readonly Rollable[] {
  const all = [
    ...own.map(({ name, text }) => ({ name: name.trim(), text, isOurs: false })),
    ...beginnings.map(({ name, text }) => ({ name, text, isOurs: true })),
  ]
  const seen = new Set([''])
  return all.filter(({ name }) => !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase()))
}

/**
 * What can be imported, by name. Names with blanks cannot stand in an import, so that each generator is there under its
 * `importName` as well; and so are ours, as far as nothing here is called the same.
 */
export function importable(own: readonly SavedGenerator[]): Readonly<Record<string, string>> {
  const named = own.filter(({ name }) => name.trim() !== '').toReversed()
  return Object.fromEntries([
    ...rollables(own).map(({ name, text }) => [importName(name), text] as const),
    // Of two with one name, the one changed last, which stands first.
    ...named.map(({ name, text }) => [name.trim(), text] as const),
  ])
}

/** A generator's name as it can stand in brackets and in an import. */
export function importName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_$]+/gu, '_')
}

/** Those whose name begins like this, and then those in whose name it stands. */
export function matching(all: readonly Rollable[], typed: string): readonly Rollable[] {
  const sought = typed.toLowerCase()
  const begin = all.filter(({ name }) => name.toLowerCase().startsWith(sought))
  const contain = all.filter(
    ({ name }) => name.toLowerCase().includes(sought) && !begin.some((one) => one.name === name),
  )
  return [...begin, ...contain]
}

/** The one that may have been meant by a name that none has. */
export function nearestTo(all: readonly Rollable[], typed: string): Rollable | undefined {
  const name = nearest(
    typed.slice(0, 100),
    all.map((one) => one.name),
  )
  return all.find((one) => one.name === name)
}
