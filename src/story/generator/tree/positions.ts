import type { Module } from './module.ts'

/** Where the lines and the top-level lists of a module begin, in rising order. */
interface Positions {
  readonly lines: readonly number[]
  readonly lists: readonly { readonly at: number; readonly name: string }[]
}

/** Found for the first that asks, and kept as long as the module is. */
const found = new WeakMap<Module, Positions>()

export interface Position {
  /** Both count from 1. */
  readonly line: number
  readonly column: number
  /** The top-level list that the place lies in; empty above the first one. */
  readonly list: string
  readonly snippet: string
}

export function positionOf(module: Module, at: number): Position {
  const { lines, lists } = positionsOf(module)
  const line = countUpTo(lines, at, (start) => start)
  const start = lines[line - 1] ?? 0
  const end = module.source.indexOf('\n', at)
  return {
    line,
    column: at - start + 1,
    list: lists[countUpTo(lists, at, (list) => list.at) - 1]?.name ?? '',
    snippet: module.source
      .slice(start, end < 0 ? undefined : end)
      .trim()
      .slice(0, 80),
  }
}

function positionsOf(module: Module): Positions {
  const known = found.get(module)
  if (known !== undefined) return known
  const positions = { lines: lineStarts(module.source), lists: topLevelLists(module) }
  found.set(module, positions)
  return positions
}

function lineStarts(source: string): readonly number[] {
  const starts = [0]
  for (let end = source.indexOf('\n'); end >= 0; end = source.indexOf('\n', end + 1)) starts.push(end + 1)
  return starts
}

function topLevelLists({ root, source }: Module): Positions['lists'] {
  // A call from outside is a source of its own and lies in no list.
  if (root.module.source !== source) return []
  const all = [...root.children, ...(root.members?.values() ?? [])]
  return all.map(({ at, name }) => ({ at, name })).toSorted((one, other) => one.at - other.at)
}

/** How many of these begin at or before a place. */
function countUpTo<T>(all: readonly T[], at: number, startOf: (one: T) => number): number {
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const one = all[middle]
    if (one !== undefined && startOf(one) <= at) low = middle + 1
    else high = middle
  }
  return low
}
