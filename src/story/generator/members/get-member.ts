import { forbiddenKeys } from '../names.ts'
import { ownMember, valueOfMember } from '../run/properties.ts'
import type { Run } from '../run/run.ts'
import { Consumable, Func, Instance, RecordValue, TextValue, type Value } from '../run/value.ts'
import { ListNode } from '../tree/list-node.ts'
import { arrayMembers, elementAt } from './arrays.ts'
import { aboutMembers } from './about.ts'
import type { BuiltIn, BuiltIns } from './built-in.ts'
import { joiningMembers } from './joining.ts'
import { numberMembers } from './numbers.ts'
import { pickingMembers } from './picking.ts'
import { characterAt, stringMembers } from './strings.ts'
import { wordingMembers } from './wording.ts'

/** What `value.name` is worth: undefined when there is no such member. */
export function getMember(run: Run, value: Value, name: string): Value {
  const own = ownValue(run, value, name)
  if (own !== undefined) return own
  const builtIn = builtInOf(value, name)
  if (builtIn === undefined) return undefined
  if (builtIn.kind === 'getter') return builtIn.get(run, value)
  return new Func(name, (caller, args) => builtIn.call(caller, value, args))
}

/** `value.name(args)`. A built-in getter may be called, too, as long as nothing is handed to it. */
export function callMember(run: Run, value: Value, { name, args }: MemberCall): Value {
  const own = ownValue(run, value, name)
  if (own instanceof Func) return own.invoke(run, args, isList(value) ? value : undefined)
  const builtIn = own === undefined ? builtInOf(value, name) : undefined
  if (builtIn?.kind === 'method') return builtIn.call(run, value, args)
  if (builtIn?.kind === 'getter' && args.length === 0) return builtIn.get(run, value)
  return run.fail('not-a-function', `${name} is not a function.`)
}

export interface MemberCall {
  readonly name: string
  readonly args: readonly Value[]
}

function ownValue(run: Run, value: Value, name: string): Value {
  if (forbiddenKeys.has(name)) run.fail('forbidden-name', `${name} cannot be asked for.`)
  if (value === undefined || value === null) {
    run.fail('undefined-value', `${name} is asked of something that is ${String(value)}.`)
  }
  if (isList(value)) return valueOfMember(run, value, ownMember(run, value, name))
  if (value instanceof RecordValue) return value.values.get(name)
  if (Array.isArray(value)) return elementAt(value, name)
  if (value instanceof Consumable && value.node !== undefined) {
    return valueOfMember(run, value.node, ownMember(run, value.node, name))
  }
  return typeof value === 'string' || value instanceof TextValue ? characterAt(run, value, name) : undefined
}

function isList(value: Value): value is ListNode | Instance {
  return value instanceof ListNode || value instanceof Instance
}

export const commonMembers: BuiltIns = new Map([
  ...pickingMembers,
  ...joiningMembers,
  ...wordingMembers,
  ...aboutMembers,
])

function builtInOf(value: Value, name: string): BuiltIn | undefined {
  if (value instanceof Func || value instanceof RecordValue) return undefined
  return kindMembers(value)?.get(name) ?? commonMembers.get(name)
}

function kindMembers(value: Value): BuiltIns | undefined {
  if (Array.isArray(value)) return arrayMembers
  if (typeof value === 'string' || value instanceof TextValue) return stringMembers
  return typeof value === 'number' ? numberMembers : undefined
}
