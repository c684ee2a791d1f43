import { ListNode } from '../tree/list-node.ts'
import { ownMember, valueOfMember } from './properties.ts'
import { noteValue, shareOf } from './noting.ts'
import type { Run } from './run.ts'
import { Instance, type Consumable, type Value } from './value.ts'
import { drawByOdds } from './weights.ts'

/** One item of a list, by the odds. `self` is what `this` means in them: the list or an instance of it. */
export function chooseChild(run: Run, node: ListNode, self: Value): ListNode {
  const { items, weights } = node.choices
  if (run.picks !== undefined) return chooseTold(run, node, self)
  const child = items[weights.draw(run, self, undefined)]
  return child ?? noneToChoose(run, node)
}

/** One of some values by their odds: those of items, and even ones for everything else. */
export function chooseOf(run: Run, values: readonly Value[], name: string): Value {
  if (values.length === 0) run.fail('empty-list', `${name} is empty: there is nothing to pick.`)
  const odds = oddsOf(run, values)
  const place = drawByOdds(run, odds)
  if (place < 0) run.fail('all-odds-zero', `All odds of ${name} are 0: there is nothing to pick.`)
  if (run.picks !== undefined) noteValue(run, name, values[place], shareOf(odds, place))
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

function chooseTold(run: Run, node: ListNode, self: Value): ListNode {
  const { items, weights } = node.choices
  const { place, share } = weights.drawTold(run, self, undefined)
  const child = items[place] ?? noneToChoose(run, node)
  noteValue(run, node.name, child, share)
  return child
}
