import { seededChance } from '../../src/shared/ids.ts'

/** A piece of an item: text, or the name of a list that one item of is put there. */
export type Piece = string | { readonly list: string }

/** A grammar that every engine can be given in its own words. It begins at the list `output`. */
export type Grammar = ReadonlyMap<string, readonly (readonly Piece[])[]>

export interface Size {
  readonly sentences: number
  readonly sentenceLists: number
  readonly templates: number
  /** Lists put into a sentence. */
  readonly places: number
  readonly wordLists: number
  readonly words: number
}

/** The three sizes at which the engines are compared. */
export const sizes = {
  small: { sentences: 1, sentenceLists: 1, templates: 6, places: 6, wordLists: 5, words: 7 },
  medium: { sentences: 6, sentenceLists: 3, templates: 14, places: 6, wordLists: 10, words: 45 },
  large: { sentences: 28, sentenceLists: 10, templates: 60, places: 7, wordLists: 51, words: 225 },
} as const satisfies Readonly<Record<string, Size>>

const syllables = 'ba ko ri len mor tas vi dun el ha sor pe ni gra wen ul fa cor'.split(' ')

/** Always the same for one size. */
export function grammarOf({ sentences, sentenceLists, templates, places, wordLists, words }: Size): Grammar {
  const chance = seededChance(sentences)
  const below = (count: number): number => Math.floor(chance() * count)
  const word = (): string => Array.from({ length: 2 + below(2) }, () => syllables[below(syllables.length)]).join('')
  const template = (): readonly Piece[] => {
    const spots = Array.from({ length: places }, () => [` ${word()} `, { list: `word${below(wordLists)}` }])
    return [...spots.flat(), '.']
  }
  const lists = new Map<string, readonly (readonly Piece[])[]>()
  const opening = Array.from({ length: sentences }, () => [{ list: `sentence${below(sentenceLists)}` }, ' '])
  lists.set('output', [opening.flat()])
  for (let n = 0; n < sentenceLists; n++) lists.set(`sentence${n}`, Array.from({ length: templates }, template))
  for (let n = 0; n < wordLists; n++)
    lists.set(
      `word${n}`,
      Array.from({ length: words }, () => [word()]),
    )
  return lists
}

/** The grammar as a text of lists. */
export function asLists(grammar: Grammar): string {
  const list = ([name, items]: readonly [string, readonly (readonly Piece[])[]]): string =>
    [name, ...items.map((item) => `  ${written(item, (piece) => `[${piece}]`)}`)].join('\n')
  return [...grammar].map(list).join('\n\n')
}

export function asTracery(grammar: Grammar): Record<string, string[]> {
  const items = ([name, all]: readonly [string, readonly (readonly Piece[])[]]) =>
    [name, all.map((item) => written(item, (piece) => `#${piece}#`))] as const
  return Object.fromEntries([...grammar].map(items))
}

export function asImprov(grammar: Grammar): Readonly<Record<string, object>> {
  const items = ([name, all]: readonly [string, readonly (readonly Piece[])[]]) =>
    [name, { groups: [{ tags: [], phrases: all.map((item) => written(item, (piece) => `[:${piece}]`)) }] }] as const
  return Object.fromEntries([...grammar].map(items))
}

function written(item: readonly Piece[], reference: (list: string) => string): string {
  return item.map((piece) => (typeof piece === 'string' ? piece : reference(piece.list))).join('')
}
