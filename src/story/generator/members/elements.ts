import { ownMember } from '../run/properties.ts'
import { standIn } from '../run/pick.ts'
import { textOf } from '../run/print.ts'
import type { Run } from '../run/run.ts'
import { Consumable, Instance, type Value } from '../run/value.ts'
import { ListNode } from '../tree/list-node.ts'

/** What there is to go through: the items of a list, the elements of an array, the characters of a text. */
export function elementsOf(run: Run, of: Value): readonly Value[] {
  const value = standIn(run, of)
  if (value === undefined || value === null)
    return run.fail('undefined-value', `There is no list here: it is ${String(value)}.`)
  const elements = listed(value) ?? characters(run, value)
  run.charge(elements.length)
  return elements
}

/** The items of a list or the elements of an array; undefined for what is one thing. */
export function listed(value: Value): readonly Value[] | undefined {
  if (value instanceof ListNode) return value.choices.items
  if (value instanceof Instance) return value.node.choices.items
  if (value instanceof Consumable) return value.pool.all()
  return Array.isArray(value) ? value : undefined
}

function characters(run: Run, value: Value): readonly Value[] {
  const text = textOf(run, value)
  run.charge(text.length)
  return Array.from(text)
}

/** The list, if the value is one that an item can be picked from and that prints what is picked. */
export function pickedFrom(run: Run, value: Value): ListNode | Instance | undefined {
  if (!(value instanceof ListNode) && !(value instanceof Instance)) return undefined
  const node = value instanceof Instance ? value.node : value
  return node.children.length > 0 && ownMember(run, value, '$output') === undefined ? value : undefined
}
