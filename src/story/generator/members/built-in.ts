import type { Run } from '../run/run.ts'
import { Func, type Value } from '../run/value.ts'

/** A member that every value of a kind has. A getter needs no brackets. */
export type BuiltIn =
  | { readonly kind: 'getter'; readonly get: (run: Run, value: Value) => Value }
  | { readonly kind: 'method'; readonly call: (run: Run, value: Value, args: readonly Value[]) => Value }

export type BuiltIns = ReadonlyMap<string, BuiltIn>

export function getters(
  all: Readonly<Record<string, (run: Run, value: Value) => Value>>,
): readonly [string, BuiltIn][] {
  return Object.entries(all).map(([name, get]) => [name, { kind: 'getter', get }])
}

type Method = (run: Run, value: Value, args: readonly Value[]) => Value

export function methods(all: Readonly<Record<string, Method>>): readonly [string, BuiltIn][] {
  return Object.entries(all).map(([name, call]) => [name, { kind: 'method', call }])
}

/** Calls what was handed in to be called for each of something. */
export function callBack(run: Run, func: Value, args: readonly Value[]): Value {
  if (!(func instanceof Func)) run.fail('not-a-function', 'A function must be handed in here, such as x => x.')
  run.enter()
  const result = func.invoke(run, args, undefined)
  run.leave()
  return result
}
