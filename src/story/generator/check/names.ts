import { nearest } from '#shared/nearest.ts'
import { pageNames } from '../names.ts'
import { library } from '../run/library.ts'
import { FunctionSource } from '../tree/list-node.ts'
import { topLevel, type Module } from '../tree/module.ts'
import type { ParsedText } from './parsed.ts'
import { walk } from './walk.ts'

/** A name where it is used. */
export interface UsedName {
  readonly name: string
  readonly at: number
}

export interface Names {
  readonly used: readonly UsedName[]
  /** Given a value anywhere: as a variable, as a parameter, or in a function. */
  readonly made: ReadonlySet<string>
  /** What members are asked for, by which lists are reached as well: `root.city`. */
  readonly keys: ReadonlySet<string>
  /** Whether names are worked out while generating, so that any list may be used: `root[name]`. */
  readonly areWorkedOut: boolean
  readonly imports: readonly UsedName[]
}

export function namesIn(texts: readonly ParsedText[]): Names {
  const used: UsedName[] = []
  const imports: UsedName[] = []
  const made = new Set<string>()
  const keys = new Set<string>()
  let areWorkedOut = false
  for (const { of, pieces } of texts) {
    if (of instanceof FunctionSource) for (const name of of.parameters) made.add(name)
    walk(pieces, (piece) => {
      if (typeof piece === 'string') return
      if (piece.kind === 'name') used.push({ name: piece.name, at: piece.at })
      else if (piece.kind === 'import') imports.push({ name: piece.name, at: piece.at })
      else if (piece.kind === 'assign' && piece.target.kind === 'name') made.add(piece.target.name)
      else if (piece.kind === 'arrow') for (const name of piece.parameters) made.add(name)
      else if (piece.kind === 'declare') for (const { name } of piece.names) made.add(name)
      else if (piece.kind === 'for-of') made.add(piece.name)
      else if (piece.kind === 'member' && typeof piece.key === 'string') keys.add(piece.key)
      else if (piece.kind === 'member') areWorkedOut ||= piece.object.kind === 'name' && piece.object.name === 'root'
    })
  }
  return { used, made, keys, areWorkedOut, imports }
}

/** The names that nothing is called, each with the one that may be meant. */
export function unknownNames(
  module: Module,
  { used, made }: Names,
): readonly (UsedName & { readonly near: string | undefined })[] {
  const known = [...made, ...module.root.children.map(({ name }) => name), ...(module.root.members?.keys() ?? [])]
  const isKnown = (name: string): boolean =>
    made.has(name) ||
    topLevel(module, name) !== undefined ||
    library.has(name) ||
    name === 'root' ||
    pageNames.has(name)
  return used
    .filter(({ name }) => !isKnown(name))
    .slice(0, mostTold)
    .map(({ name, at }) => ({ name, at, near: name.length > 60 ? undefined : nearest(name, known) }))
}

/** Who has more to mend than this begins with the first. */
const mostTold = 100
