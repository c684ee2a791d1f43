import { FunctionSource, Property, type ListNode, type Member } from '../tree/list-node.ts'
import type { Run } from './run.ts'
import { Instance, TextValue, type Func, type Value } from './value.ts'

/** What a list has of this name itself: set while generating, written as a property or function, or among its items. */
export function ownMember(run: Run, list: ListNode | Instance, name: string): Value | Member {
  const node = list instanceof Instance ? list.node : list
  const set = list instanceof Instance ? list.values : run.overlays?.get(node)
  const value = set?.get(name)
  return value ?? node.members?.get(name) ?? (name === '$output' && !node.isRoot ? undefined : node.childNamed(name))
}

/** What a member found by `ownMember` is worth when it is mentioned. `self` is what `this` means in it. */
export function valueOfMember(run: Run, self: ListNode | Instance, member: Value | Member): Value {
  if (member instanceof Property) return mention(run, member, self)
  return member instanceof FunctionSource ? functionOf(member) : member
}

export function functionOf(source: FunctionSource): Func {
  return (source.compiled ??= source.owner.module.compiler.func(source))
}

/** A property that is one block and nothing else is worth what the block is, each time anew; any other is a text. */
function mention(run: Run, property: Property, self: ListNode | Instance): Value {
  const { template, owner } = property
  if (template.value !== undefined) {
    run.enter()
    const value = template.value(run, self, undefined)
    run.leave()
    return value
  }
  if (self !== owner) return new TextValue(template, self, undefined)
  return (property.text ??= new TextValue(template, owner, undefined))
}
