import { forbiddenKeys } from '../names.ts'
import { numberOf, wholeOf } from '../run/convert.ts'
import { getMember } from '../members/get-member.ts'
import type { Run } from '../run/run.ts'
import type { Scope } from '../run/scope.ts'
import type { Evaluate } from '../run/template.ts'
import { Instance, RecordValue, type Value } from '../run/value.ts'
import type {
  AssignExpression,
  Expression,
  LogicalSign,
  MemberExpression,
  UpdateExpression,
} from '../syntax/expression.ts'
import { ListNode } from '../tree/list-node.ts'
import { placeAt, type CompileContext } from './context.ts'
import { compileKey } from './key.ts'
import { adding, endsAtLeft, operators } from './operators.ts'

/** Stores a value, and is worth that value: `[x = list.selectOne]` stores and prints. */
export function compileAssign(context: CompileContext, expression: AssignExpression): Evaluate {
  const change = changeOf(context, expression)
  return expression.target.kind === 'member'
    ? changeMember(context, expression.target, change)
    : changeName(context, nameOf(expression.target), change)
}

/** `x++` is worth what x was, `++x` what it becomes. */
export function compileUpdate(context: CompileContext, { target, by, isPrefix }: UpdateExpression): Evaluate {
  const count: Change = (run, old) => {
    const before = numberOf(run, old())
    return { stored: before + by, worth: isPrefix ? before + by : before }
  }
  return target.kind === 'member' ? changeMember(context, target, count) : changeName(context, nameOf(target), count)
}

/** From what was there before, which is only looked up when it matters, to what is stored; undefined to store nothing. */
type Change = (run: Run, old: () => Value, self: Value, scope: Scope | undefined) => Changed

interface Changed {
  readonly stored: Value
  readonly worth: Value
  readonly isKept?: boolean
}

function changeOf(context: CompileContext, { sign, target, value }: AssignExpression): Change {
  const evaluate = context.expression(value)
  const logical = logicalOf(sign)
  if (logical !== undefined) {
    return (run, old, self, scope) => {
      const before = old()
      return endsAtLeft[logical](run, before)
        ? { stored: before, worth: before, isKept: true }
        : same(evaluate(run, self, scope))
    }
  }
  if (sign === '=') return (run, _, self, scope) => same(evaluate(run, self, scope))
  const apply = sign === '+=' ? adding(target, value) : operators[arithmeticOf(sign)]
  return (run, old, self, scope) => same(apply(run, old(), evaluate(run, self, scope)))
}

function logicalOf(sign: AssignExpression['sign']): LogicalSign | undefined {
  return sign === '||=' ? '||' : sign === '&&=' ? '&&' : sign === '??=' ? '??' : undefined
}

function arithmeticOf(sign: AssignExpression['sign']): '+' | '-' | '*' | '/' | '%' {
  return sign === '-=' ? '-' : sign === '*=' ? '*' : sign === '/=' ? '/' : sign === '%=' ? '%' : '+'
}

function same(value: Value): Changed {
  return { stored: value, worth: value }
}

/** The parser lets nothing else be given a value. */
function nameOf(target: Expression): Extract<Expression, { kind: 'name' }> {
  return target.kind === 'name' ? target : { kind: 'name', at: target.at, name: '' }
}

function changeName(context: CompileContext, target: Extract<Expression, { kind: 'name' }>, change: Change): Evaluate {
  const { name } = target
  const read = context.expression(target)
  return (run, self, scope) => {
    run.step()
    const { stored, worth } = change(run, () => read(run, self, scope), self, scope)
    const holder = scope?.holder(name)
    if (holder === undefined) run.assign(name, stored)
    else holder.declare(name, stored)
    return worth
  }
}

function changeMember(context: CompileContext, { object, key, at }: MemberExpression, change: Change): Evaluate {
  const evaluate = context.expression(object)
  const keyOf = compileKey(context, key)
  const place = placeAt(context, at)
  return (run, self, scope) => {
    run.step()
    const owner = evaluate(run, self, scope)
    const name = keyOf(run, self, scope)
    const { stored, worth, isKept } = change(run, () => getMember(run, owner, name), self, scope)
    run.place = place
    if (isKept !== true) setMember(run, owner, { name, value: stored })
    return worth
  }
}

function setMember(run: Run, owner: Value, { name, value }: { name: string; value: Value }): void {
  if (forbiddenKeys.has(name)) run.fail('forbidden-name', `${name} cannot be set.`)
  if (owner instanceof ListNode) run.setProperty(owner, name, value)
  else if (owner instanceof Instance || (owner instanceof RecordValue && !owner.isFixed)) owner.values.set(name, value)
  else if (Array.isArray(owner)) setElement(run, owner, { name, value })
  else run.fail('not-a-list', `${name} can be set on a list, and this is none.`)
}

function setElement(run: Run, array: Value[], { name, value }: { name: string; value: Value }): void {
  const place = wholeOf(run, name)
  if (String(place) !== name || place < 0) run.fail('not-a-list', `An array has places, and ${name} is none.`)
  run.charge(Math.max(1, place - array.length))
  while (array.length < place) array.push(undefined)
  array[place] = value
}
