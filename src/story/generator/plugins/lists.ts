import { callBack } from '../members/built-in.ts'
import { choicesOf, itemsOf, selectOne } from '../members/picking.ts'
import { areEqual, isTrue, numberOf, wholeOf } from '../run/convert.ts'
import { textOf } from '../run/print.ts'
import type { Run } from '../run/run.ts'
import type { Value } from '../run/value.ts'
import { drawByOdds } from '../run/weights.ts'
import { ListNode } from '../tree/list-node.ts'

const mostTries = 10_000

/** Picks until an item meets the condition. */
export function selectUntil(run: Run, [list, condition]: readonly Value[]): Value {
  for (let tries = 0; tries < mostTries; tries++) {
    const item = selectOne(run, list)
    if (isTrue(run, callBack(run, condition, [item]))) return item
  }
  return '(select-until-plugin: no item met the condition)'
}

export function filterList(run: Run, [list, condition]: readonly Value[]): Value {
  return choicesOf(itemsOf(run, list).filter((item) => isTrue(run, callBack(run, condition, [item]))))
}

/** The items whose names are not given: one by one, or in an array, or as items. */
export function excludeItems(run: Run, [list, ...excluded]: readonly Value[]): Value {
  const names = excluded.flatMap((one) => (Array.isArray(one) ? one : [one]))
  return choicesOf(itemsOf(run, list).filter((item) => !names.some((name) => isCalled(run, item, name))))
}

function isCalled(run: Run, item: Value, name: Value): boolean {
  run.step()
  if (!(item instanceof ListNode) || name instanceof ListNode) return areEqual(run, item, name)
  return item.name === textOf(run, name)
}

export function joinLists(run: Run, lists: readonly Value[]): Value {
  return choicesOf(lists.flatMap((list) => itemsOf(run, list)))
}

/** From the first to the last place, both included; places count from 1, or from the end when negative. */
export function selectRange(run: Run, [list, first = 1, last = -1]: readonly Value[]): Value {
  const items = itemsOf(run, list)
  const placeOf = (value: Value): number => {
    const place = wholeOf(run, value)
    return place < 0 ? items.length + place : place - 1
  }
  return items.slice(Math.max(0, placeOf(first)), Math.max(0, placeOf(last) + 1))
}

/** `f(a, b, null, 2, 5)`: one of the lists itself, by the odds after `null`. */
export function randomSelect(run: Run, args: readonly Value[]): Value {
  const divider = args.indexOf(null)
  if (divider < 0) return args[run.random.below(args.length)] ?? ''
  const odds = args.slice(divider + 1).map((value) => Math.max(0, numberOf(run, value) || 0))
  if (odds.length !== divider) return '(random-select-plugin: there must be as many odds after null as lists before it)'
  const place = drawByOdds(run, odds)
  return place < 0 ? run.fail('all-odds-zero', 'All odds are 0: there is nothing to pick.') : args[place]
}
