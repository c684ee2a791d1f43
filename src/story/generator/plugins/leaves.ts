import { countFrom } from '../members/count.ts'
import { selectOne } from '../members/picking.ts'
import { chooseChild } from '../run/pick.ts'
import { oddsNow } from '../run/pick.ts'
import { textOf } from '../run/print.ts'
import type { Run } from '../run/run.ts'
import { Consumable, Instance, type Pool, type Value } from '../run/value.ts'
import { drawByOdds } from '../run/weights.ts'
import { ListNode } from '../tree/list-node.ts'

/** Walks down, picking at each level, to an item that has no items. */
export function selectLeaf(run: Run, [from]: readonly Value[]): Value {
  let node = listOf(from)
  if (node === undefined) return selectOne(run, from)
  if (node.children.length === 0) return textOf(run, node)
  while (node.children.length > 0) node = chooseChild(run, node, node)
  return node
}

export function selectLeaves(run: Run, [from, ...counts]: readonly Value[]): Value {
  const count = countFrom(run, counts)
  run.charge(count)
  return Array.from({ length: count }, () => selectLeaf(run, [from]))
}

export function selectAllLeaves(run: Run, [from]: readonly Value[]): Value {
  const node = listOf(from)
  return node === undefined ? [from] : leavesOf(run, node)
}

/** In the order of the source. */
function leavesOf(run: Run, top: ListNode): ListNode[] {
  const leaves: ListNode[] = []
  const waiting = [top]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    run.charge(1 + node.children.length)
    if (node.children.length === 0) leaves.push(node)
    else for (const child of node.children.toReversed()) waiting.push(child)
  }
  return leaves
}

/** Takes leaves branch by branch, by the odds; a branch that is used up drops out. */
export function consumableLeafList(run: Run, [from]: readonly Value[]): Value {
  const node = listOf(from)
  if (node === undefined) return run.fail('not-a-list', 'A consumable list of leaves can only be made of a list.')
  return new Consumable(leafPool(run, node), node)
}

function leafPool(run: Run, top: ListNode): Pool {
  const leftIn = new Map<ListNode, number>()
  const leaves = new Set(leavesOf(run, top))
  for (const leaf of leaves) countUp(run, leaf, { top, leftIn, by: 1 })
  return {
    name: top.name,
    length: () => leaves.size,
    all: () => [...leaves],
    take(now) {
      if (leaves.size === 0) return undefined
      let node = top
      while (node.children.length > 0) node = chooseLeft(now, node, leftIn)
      leaves.delete(node)
      countUp(now, node, { top, leftIn, by: -1 })
      return node
    },
  }
}

interface Counting {
  readonly top: ListNode
  readonly leftIn: Map<ListNode, number>
  readonly by: 1 | -1
}

/** Notes in each list from the leaf up to the top how many leaves are left in it. */
function countUp(run: Run, leaf: ListNode, { top, leftIn, by }: Counting): void {
  for (let node: ListNode | undefined = leaf; node !== undefined; node = node === top ? undefined : node.parent) {
    run.step()
    leftIn.set(node, (leftIn.get(node) ?? 0) + by)
  }
}

function chooseLeft(run: Run, node: ListNode, leftIn: ReadonlyMap<ListNode, number>): ListNode {
  run.charge(node.children.length)
  const odds = node.children.map((child) => ((leftIn.get(child) ?? 0) > 0 ? oddsNow(run, child) : 0))
  const child = node.children[drawByOdds(run, odds)]
  return child ?? run.fail('all-odds-zero', `All odds that are left in ${node.name} are 0: there is nothing to pick.`)
}

function listOf(value: Value): ListNode | undefined {
  return value instanceof Instance ? value.node : value instanceof ListNode ? value : undefined
}
