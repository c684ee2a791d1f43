import { numberIfLike } from '../run/convert.ts'
import { chooseChild, oddsOf, pickFrom, standIn } from '../run/pick.ts'
import { listPool } from '../run/pool.ts'
import { textOf } from '../run/print.ts'
import type { Run } from '../run/run.ts'
import { Choices, Consumable, Instance, TextValue, type Value } from '../run/value.ts'
import { noteValue, shareOf } from '../run/noting.ts'
import { drawByOdds } from '../run/weights.ts'
import { ListNode } from '../tree/list-node.ts'
import { getters, methods, type BuiltIn } from './built-in.ts'
import { countFrom } from './count.ts'
import { elementsOf, listed, pickedFrom } from './elements.ts'

export const pickingMembers: readonly [string, BuiltIn][] = [
  ...getters({
    selectOne,
    evaluateItem,
    selectAll: (run, value) => [...itemsOf(run, value)],
    consumableList: (run, value) => consumable(run, value),
  }),
  ...methods({
    selectMany: (run, value, args) => selectMany(run, value, countFrom(run, args)),
    selectUnique: (run, value, args) => selectUnique(run, value, countFrom(run, args)),
  }),
]

/** One item of a list, as it is; of what is no list, its text. */
export function selectOne(run: Run, from: Value): Value {
  const value = standIn(run, from)
  if (value instanceof Consumable || Array.isArray(value)) return pickFrom(run, value)
  if (value instanceof ListNode || value instanceof Instance) return selectFromList(run, value)
  return value instanceof TextValue ? numberIfLike(textOf(run, value)) : value
}

function selectFromList(run: Run, list: ListNode | Instance): Value {
  const node = list instanceof Instance ? list.node : list
  return node.children.length > 0 ? chooseChild(run, node, list) : textOf(run, list)
}

/** The text of one item. */
export function evaluateItem(run: Run, from: Value): string {
  const value = standIn(run, from)
  const list = pickedFrom(run, value)
  return textOf(run, list === undefined ? value : selectFromList(run, list))
}

function selectMany(run: Run, from: Value, count: number): Value {
  run.charge(count)
  return Array.from({ length: count }, () => selectOne(run, from))
}

/** No item twice. When fewer are there than asked for, all of them. */
function selectUnique(run: Run, from: Value, count: number): Value {
  const value = standIn(run, from)
  if (value instanceof Consumable) return takeMany(run, value, count)
  const rest = [...itemsOf(run, value)]
  const odds = [...oddsOf(run, rest)]
  const taken: Value[] = []
  const isEven = odds.every((one) => one === 1)
  while (taken.length < count && rest.length > 0) {
    const place = isEven ? run.random.below(rest.length) : drawByOdds(run, odds)
    if (place < 0) break
    run.step()
    if (run.picks !== undefined) noteValue(run, nameOf(value), rest[place], shareOf(odds, place))
    taken.push(rest[place])
    dropAt(rest, place)
    dropAt(odds, place)
  }
  if (taken.length === 0 && count > 0) run.fail(...nothingToPick(rest))
  return taken
}

/** Order is of no account to who draws from it, so the last one takes the free place. */
function dropAt(from: unknown[], place: number): void {
  const last = from.pop()
  if (place < from.length) from[place] = last
}

function nothingToPick(rest: readonly Value[]): ['empty-list' | 'all-odds-zero', string] {
  return rest.length === 0
    ? ['empty-list', 'This list is empty: there is nothing to pick.']
    : ['all-odds-zero', 'All odds of this list are 0: there is nothing to pick.']
}

function takeMany(run: Run, from: Consumable, count: number): Value[] {
  const many = Math.min(count, from.pool.length())
  run.charge(many)
  return Array.from({ length: many }, () => pickFrom(run, from))
}

/** The items of a list; of what is no list, itself alone. */
export function itemsOf(run: Run, from: Value): readonly Value[] {
  const value = standIn(run, from)
  return listed(value) === undefined ? [value] : elementsOf(run, value)
}

function consumable(run: Run, from: Value): Consumable {
  const value = standIn(run, from)
  const node = value instanceof Instance ? value.node : value
  const pool = listPool(nameOf(value), [...itemsOf(run, value)])
  return new Consumable(pool, node instanceof ListNode ? node : undefined)
}

function nameOf(value: Value): string {
  const node = value instanceof Instance ? value.node : value
  return node instanceof ListNode ? node.name : 'the list'
}

/** An array that prints one of its elements. */
export function choicesOf(values: readonly Value[]): Choices {
  const choices = new Choices()
  for (const value of values) choices.push(value)
  return choices
}
