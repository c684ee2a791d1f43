import { parseContext, parseFunction } from '../compile/compiler.ts'
import { GeneratorFault } from '../fault.ts'
import type { ParseContext } from '../syntax/context.ts'
import { parseOdds, parseText } from '../syntax/parse-text.ts'
import { FunctionSource, type ListNode, type Member } from '../tree/list-node.ts'
import type { Module, Warning } from '../tree/module.ts'
import { walk, type Piece } from './walk.ts'

/** A text of the source, read; `node` is the list or item that it belongs to. */
export interface ParsedText {
  readonly node: ListNode
  readonly of: ListNode | Member
  readonly pieces: readonly Piece[]
  /** Whether the pieces are odds, which say when and not what. */
  readonly isOdds: boolean
}

export interface ParsedModule {
  readonly texts: readonly ParsedText[]
  readonly warnings: readonly Warning[]
  readonly faults: readonly GeneratorFault[]
}

/** Reads every text of a module, also those that no generation may ever come to. */
export function parseAll(module: Module, nesting: number): ParsedModule {
  const warnings: Warning[] = [...module.warnings]
  const faults: GeneratorFault[] = []
  const context = parseContext(module, nesting, warnings)
  const texts = nodesOf(module.root).flatMap((node) => textsOf(context, node, faults))
  for (const { pieces } of texts) {
    walk(pieces, (piece) => {
      if (typeof piece !== 'string' && piece.kind === 'broken') faults.push(piece.fault)
    })
  }
  return { texts, warnings, faults }
}

/** All lists and items in the order of the source. What describes a generator to a page is no text of it. */
function nodesOf(root: ListNode): readonly ListNode[] {
  const nodes: ListNode[] = []
  const waiting = [root]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.isTopLevel && node.raw === '$meta') continue
    nodes.push(node)
    for (const child of node.children.toReversed()) waiting.push(child)
  }
  return nodes
}

function textsOf(context: ParseContext, node: ListNode, faults: GeneratorFault[]): readonly ParsedText[] {
  const members = [...(node.members?.values() ?? [])].map((member) =>
    parsed(node, member, faults, () => piecesOf(context, member)),
  )
  const isText = node.children.length === 0 && !node.isTopLevel && !node.isRoot
  const text = isText ? [parsed(node, node, faults, () => parseText(context, node.at, node.at + node.raw.length))] : []
  return [...text, ...oddsOf(context, node, faults), ...members]
}

function piecesOf(context: ParseContext, member: Member): readonly Piece[] {
  return member instanceof FunctionSource ? parseFunction(context, member) : parseText(context, member.from, member.to)
}

function oddsOf(context: ParseContext, node: ListNode, faults: GeneratorFault[]): readonly ParsedText[] {
  const { odds } = node
  if (typeof odds === 'number') return []
  return [{ ...parsed(node, node, faults, () => [parseOdds(context, odds.from, odds.to)]), isOdds: true }]
}

function parsed(
  node: ListNode,
  of: ListNode | Member,
  faults: GeneratorFault[],
  read: () => readonly Piece[],
): ParsedText {
  return { node, of, pieces: orFault(faults, read), isOdds: false }
}

function orFault(faults: GeneratorFault[], read: () => readonly Piece[]): readonly Piece[] {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof GeneratorFault)) throw error
    faults.push(error)
    return []
  }
}
