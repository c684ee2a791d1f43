import { oddsNow, standIn } from '../run/pick.ts'
import type { Run } from '../run/run.ts'
import { Consumable, Instance, type Value } from '../run/value.ts'
import { ListNode } from '../tree/list-node.ts'
import { getters, type BuiltIn } from './built-in.ts'
import { listed } from './elements.ts'

/** What can be asked about a list itself. */
export const aboutMembers: readonly [string, BuiltIn][] = getters({
  getName: (_, value) => nodeOf(value)?.name,
  getParent: (_, value) => nodeOf(value)?.parent,
  getSelf: (_, value) => value,
  getLength: (run, value) => listed(standIn(run, value))?.length ?? 0,
  getOdds: (run, value) => (value instanceof ListNode || value instanceof Instance ? oddsNow(run, value) : 1),
  getChildNames: (run, value) => childNames(run, value),
  getPropertyNames: propertyNames,
  getPropertyKeys: propertyNames,
  getFunctionNames: (run, value) => memberNames(run, value, 'function'),
  getAllKeys: (run, value) => [
    ...childNames(run, value),
    ...propertyNames(run, value),
    ...memberNames(run, value, 'function'),
  ],
  getRawListText: rawText,
})

function nodeOf(value: Value): ListNode | undefined {
  if (value instanceof Instance || value instanceof Consumable) return value.node
  return value instanceof ListNode ? value : undefined
}

function childNames(run: Run, value: Value): string[] {
  const children = nodeOf(value)?.children ?? []
  run.charge(children.length)
  return children.map((child) => child.name)
}

function propertyNames(run: Run, value: Value): string[] {
  const node = nodeOf(value)
  const set = value instanceof Instance ? value.values : node === undefined ? undefined : run.overlays?.get(node)
  return [...new Set([...memberNames(run, value, 'property'), ...(set?.keys() ?? [])])]
}

function memberNames(run: Run, value: Value, kind: 'property' | 'function'): string[] {
  const members = [...(nodeOf(value)?.members?.values() ?? [])]
  run.charge(members.length)
  return members.filter((member) => member.kind === kind).map((member) => member.name)
}

function rawText(run: Run, value: Value): Value {
  const node = nodeOf(value)
  if (node === undefined) return undefined
  const text = node.module.source.slice(node.at, node.end).trimEnd()
  run.chargeText(text.length)
  return text
}
