import type { Run } from '../run/run.ts'
import { Func, type Value } from '../run/value.ts'

/** What importing one of these names gives: a function of our own. */
export type Plugin = (run: Run, args: readonly Value[], self: Value) => Value

export function pluginFunc(name: string, plugin: Plugin): Func {
  return new Func(name, (run, args, self) => {
    run.charge(1 + args.length)
    return plugin(run, args, self)
  })
}
