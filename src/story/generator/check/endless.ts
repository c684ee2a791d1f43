import { Property } from '../tree/list-node.ts'
import type { Expression } from '../syntax/expression.ts'
import type { TextPart } from '../syntax/text.ts'
import { topLevel, type Module } from '../tree/module.ts'
import { ListNode } from '../tree/list-node.ts'
import type { ParsedText } from './parsed.ts'
import type { Piece } from './walk.ts'

/** What must come to an end before something does: a list of this name, all of these, or any one of them. */
type Need = string | { readonly all: readonly Need[] } | { readonly any: readonly Need[] }

/** A list that can never end, with the way from it back to itself. */
export interface EndlessList {
  readonly at: number
  readonly path: readonly string[]
}

/**
 * Finds lists that call each other in a circle without a way out. Only what is bound to be printed counts: a circle
 * with a condition or another item in it is how loops are written.
 */
export function endlessLists(module: Module, texts: readonly ParsedText[]): readonly EndlessList[] {
  const needs = needsOf(module, texts)
  const ending = endingNames(needs)
  const told = new Set<string>()
  const found: EndlessList[] = []
  for (const [name, { at }] of needs) {
    if (ending.has(name)) continue
    const path = circleFrom(name, needs, ending)
    if (path[0] !== name || path.some((step) => told.has(step))) continue
    for (const step of path) told.add(step)
    found.push({ at, path })
  }
  return found
}

interface Needing {
  readonly at: number
  readonly need: Need
}

type Needs = ReadonlyMap<string, Needing>

const nothing: Need = { all: [] }

function needsOf(module: Module, texts: readonly ParsedText[]): Needs {
  const byText = new Map(texts.filter(({ isOdds }) => !isOdds).map(({ of, pieces }) => [of, pieces] as const))
  const needOf = (of: ListNode | Property): Need => ({ all: (byText.get(of) ?? []).map(needOfPiece) })
  const needs = new Map<string, Needing>()
  const put = (name: string, at: number, need: Need): void => void needs.set(name, { at, need })
  for (const list of module.root.children) {
    const output = list.members?.get('$output')
    const items = list.children.filter(({ odds }) => odds !== 0)
    // What has items of its own is printed by its name, which ends.
    const any = items.map((item) => (item.children.length > 0 || item.members !== undefined ? nothing : needOf(item)))
    if (output instanceof Property) put(list.name, list.at, needOf(output))
    else if (any.length > 0) put(list.name, list.at, { any })
  }
  for (const member of module.root.members?.values() ?? []) {
    if (member instanceof Property && topLevel(module, member.name) === member)
      put(member.name, member.at, needOf(member))
  }
  return needs
}

function needOfPiece(piece: Piece): Need {
  if (typeof piece === 'string') return nothing
  if (piece.kind === 'square') return needOfPrinting(piece.expression)
  return piece.kind === 'options'
    ? { any: piece.options.map(({ parts, odds }) => (odds === 0 ? { any: [] } : needOfParts(parts))) }
    : nothing
}

function needOfParts(parts: readonly TextPart[]): Need {
  return { all: parts.map(needOfPiece) }
}

/** Members that evaluate what they are asked of, so that it must end. */
const evaluating = /^(?:evaluateItem|(?:upper|lower|title|sentence)Case|(?:plural|singular|negative)Form|\w+Tense)$/

function needOfPrinting(expression: Expression): Need {
  if (expression.kind === 'name') return expression.name
  if (expression.kind === 'sequence') return { all: expression.parts.slice(-1).map(needOfPrinting) }
  if (expression.kind === 'assign' && expression.sign === '=') return needOfPrinting(expression.value)
  if (expression.kind === 'text') return needOfParts(expression.parts)
  if (expression.kind !== 'member' || typeof expression.key !== 'string') return nothing
  const mustEnd = expression.key === 'selectOne' || evaluating.test(expression.key)
  return mustEnd ? needOfPrinting(expression.object) : nothing
}

/** All names that come to an end, found from those that need nothing. */
function endingNames(needs: Needs): ReadonlySet<string> {
  const ending = new Set<string>()
  const askedBy = new Map<string, Set<string>>()
  for (const [name, { need }] of needs)
    for (const asked of namesIn(need)) {
      const asking = askedBy.get(asked)
      if (asking === undefined) askedBy.set(asked, new Set([name]))
      else asking.add(name)
    }
  const waiting = [...needs.keys()]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const needing = needs.get(name)
    if (needing === undefined || ending.has(name) || !isMet(needing.need, needs, ending)) continue
    ending.add(name)
    for (const asking of askedBy.get(name) ?? []) waiting.push(asking)
  }
  return ending
}

function isMet(need: Need, needs: Needs, ending: ReadonlySet<string>): boolean {
  if (typeof need === 'string') return ending.has(need) || !needs.has(need)
  if ('all' in need) return need.all.every((one) => isMet(one, needs, ending))
  return need.any.some((one) => isMet(one, needs, ending))
}

function namesIn(need: Need): readonly string[] {
  if (typeof need === 'string') return [need]
  return ('all' in need ? need.all : need.any).flatMap(namesIn)
}

/** Follows what does not end until it meets itself: the circle alone, without the way to it. */
function circleFrom(start: string, needs: Needs, ending: ReadonlySet<string>): readonly string[] {
  const path = [start]
  for (;;) {
    const names = namesIn(needs.get(path.at(-1) ?? '')?.need ?? nothing)
    const next = names.find((name) => needs.has(name) && !ending.has(name))
    if (next === undefined) return []
    if (path.includes(next)) return path.slice(path.indexOf(next))
    path.push(next)
  }
}
