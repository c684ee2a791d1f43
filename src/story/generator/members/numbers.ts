import { numberOf, wholeOf } from '../run/convert.ts'
import type { Run } from '../run/run.ts'
import type { Value } from '../run/value.ts'
import { methods, type BuiltIns } from './built-in.ts'

export const numberMembers: BuiltIns = new Map(
  methods({
    toFixed: (run, value, [digits]) => numberOf(run, value).toFixed(Math.min(100, Math.max(0, wholeOf(run, digits)))),
    toString: (run: Run, value: Value) => String(numberOf(run, value)),
  }),
)
