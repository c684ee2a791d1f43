import { ListNode } from '../tree/list-node.ts'
import { ownMember, valueOfMember } from './properties.ts'
import type { Run } from './run.ts'
import { Instance, type Consumable, type Value } from './value.ts'
import { drawByOdds } from './weights.ts'

/** One item of a list, by the odds. `self` is what `this` means in them: the list or an instance of it. */
export function chooseChild(run: Run, node: ListNode, self: Value): ListNode {
  const { items, weights } = node.choices
  const child = items[weights.draw(run, self, undefined)]
  if (child === undefined) noneToChoose(run, node)
  if (run.picks !== undefined) notePick(run, node, child)
  return child
}

/** One of some values by their odds: those of items, and even ones for everything else. */
export function chooseOf(run: Run, values: readonly Value[], name: string): Value {
  if (values.length === 0) run.fail('empty-list', `${name} is empty: there is nothing to pick.`)
  const place = drawByOdds(run, oddsOf(run, values))
  if (place < 0) run.fail('all-odds-zero', `All odds of ${name} are 0: there is nothing to pick.`)
  return values[place]
}

export function oddsOf(run: Run, values: readonly Value[]): readonly number[] {
  run.charge(values.length)
  return values.map((value) => (value instanceof ListNode || value instanceof Instance ? oddsNow(run, value) : 1))
}

/** What an item counts now. */
export function oddsNow(run: Run, item: ListNode | Instance): number {
  const { compiledOdds, parent } = item instanceof Instance ? item.node : item
  return typeof compiledOdds === 'number' ? compiledOdds : compiledOdds(run, parent, undefined)
}

/** Takes one out of what can be picked from; of a consumable list it is gone then. */
export function pickFrom(run: Run, from: Value[] | Consumable): Value {
  if (Array.isArray(from)) return chooseOf(run, from, 'the array')
  const taken = from.pool.take(run)
  if (taken === undefined) run.fail('no-more-items', `There are no more items in ${from.pool.name}.`)
  return taken
}

/** A module that has `$output` stands for it wherever something is picked from it or done with its text. */
export function standIn(run: Run, value: Value): Value {
  if (!(value instanceof ListNode) || !value.isRoot) return value
  const output = ownMember(run, value, '$output')
  return output === undefined ? value : valueOfMember(run, value, output)
}

function noneToChoose(run: Run, node: ListNode): never {
  const name = node.isRoot ? 'the generator' : node.name
  if (node.choices.items.length === 0) run.fail('empty-list', `${name} has no items.`)
  return run.fail('all-odds-zero', `All odds of ${name} are 0: there is nothing to pick.`)
}

function notePick(run: Run, node: ListNode, child: ListNode): void {
  const place = { module: child.module, at: child.at }
  run.step()
  if (run.picks !== undefined && run.picks.length < 10_000) {
    run.picks.push({ list: node.name, item: child.name, place, depth: run.depth })
  }
}
