import { callMember } from '../members/get-member.ts'
import type { Run } from '../run/run.ts'
import { Scope } from '../run/scope.ts'
import type { Evaluate } from '../run/template.ts'
import { Func, type Value } from '../run/value.ts'
import type { ArrowBody, Expression } from '../syntax/expression.ts'
import type { FunctionSource } from '../tree/list-node.ts'
import { placeAt, type CompileContext } from './context.ts'
import { compileKey } from './key.ts'

type Kind<K extends Expression['kind']> = Extract<Expression, { kind: K }>

export function compileCall(context: CompileContext, { callee, args, at }: Kind<'call'>): Evaluate {
  const readArgs = args.map((arg) => context.expression(arg))
  const place = placeAt(context, at)
  if (callee.kind === 'member') return callOfMember(context, callee, { readArgs, at })
  const evaluate = context.expression(callee)
  const written = callee.kind === 'name' ? callee.name : 'This'
  return (run, self, scope) => {
    run.charge(1 + readArgs.length)
    const func = evaluate(run, self, scope)
    const values = readArgs.map((read) => read(run, self, scope))
    run.place = place
    if (!(func instanceof Func)) return run.fail('not-a-function', `${written} is not a function.`)
    return invoke(run, func, { values, self })
  }
}

interface Call {
  readonly readArgs: readonly Evaluate[]
  readonly at: number
}

function callOfMember(context: CompileContext, callee: Kind<'member'>, { readArgs }: Call): Evaluate {
  const { object, key, at, isOptional } = callee
  const evaluate = context.expression(object)
  const keyOf = compileKey(context, key)
  const place = placeAt(context, at)
  return (run, self, scope) => {
    run.charge(1 + readArgs.length)
    const owner = evaluate(run, self, scope)
    if (isOptional && (owner === undefined || owner === null)) return undefined
    const name = keyOf(run, self, scope)
    const values = readArgs.map((read) => read(run, self, scope))
    run.place = place
    run.enter()
    const result = callMember(run, owner, { name, args: values })
    run.leave()
    return result
  }
}

function invoke(run: Run, func: Func, { values, self }: { values: readonly Value[]; self: Value }): Value {
  run.enter()
  const result = func.invoke(run, values, self)
  run.leave()
  return result
}

/** `x => ...`: remembers the names and the `this` of where it stands. */
export function compileArrow(context: CompileContext, { parameters, body }: Kind<'arrow'>): Evaluate {
  const evaluate = isStatements(body) ? context.body(body) : context.expression(body)
  return (_, self, scope) =>
    new Func('this function', (run, args) => evaluate(run, self, scopeOf(parameters, args, scope)))
}

function isStatements(body: ArrowBody): body is Exclude<ArrowBody, Expression> {
  return Array.isArray(body)
}

/** A function of the source. Its body is read at the first call, so that what nobody calls does no harm. */
export function compileFunction(source: FunctionSource, readBody: () => Evaluate): Func {
  let body: Evaluate | undefined
  return new Func(source.name, (run, args, self) => {
    body ??= readBody()
    return body(run, self ?? source.owner, scopeOf(source.parameters, args, undefined))
  })
}

function scopeOf(parameters: readonly string[], args: readonly Value[], around: Scope | undefined): Scope {
  const scope = new Scope(around, 'function')
  parameters.forEach((name, place) => scope.declare(name, args[place]))
  return scope
}
