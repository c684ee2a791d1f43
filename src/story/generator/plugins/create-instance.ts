import { numberIfLike } from '../run/convert.ts'
import { textOf } from '../run/print.ts'
import { valueOfMember } from '../run/properties.ts'
import type { Run } from '../run/run.ts'
import { Instance, TextValue, type Value } from '../run/value.ts'
import { ListNode, Property } from '../tree/list-node.ts'

/** A list of which each property has been evaluated once, in order, the later ones seeing the earlier through `this`. */
export function createInstance(run: Run, [list, depth]: readonly Value[]): Value {
  if (list instanceof Instance) return createInstance(run, [list.node, depth])
  if (!(list instanceof ListNode)) return run.fail('not-a-list', 'An instance can only be made of a list.')
  return make(run, list, depth !== undefined && textOf(run, depth) === 'deep')
}

function make(run: Run, node: ListNode, isDeep: boolean): Instance {
  run.enter()
  const instance = new Instance(node)
  for (const member of node.members?.values() ?? []) {
    // What the instance prints stays random, as its items do.
    if (member instanceof Property && member.name !== '$output') {
      instance.values.set(
        member.name,
        fixed(run, run.overlays?.get(node)?.get(member.name) ?? valueOfMember(run, instance, member)),
      )
    }
  }
  for (const child of isDeep ? node.children : []) {
    if (child.members !== undefined || child.children.length > 0)
      instance.values.set(child.name, make(run, child, true))
  }
  run.leave()
  return instance
}

function fixed(run: Run, value: Value): Value {
  return value instanceof TextValue ? numberIfLike(textOf(run, value)) : value
}
