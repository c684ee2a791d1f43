import { numberOf } from '../run/convert.ts'
import { standIn } from '../run/pick.ts'
import { print, textOf, writtenBy } from '../run/print.ts'
import type { Run } from '../run/run.ts'
import type { Value } from '../run/value.ts'
import { getters, methods, type BuiltIn } from './built-in.ts'
import { evaluateItem, itemsOf } from './picking.ts'
import { replaceAll } from './strings.ts'

export const joiningMembers: readonly [string, BuiltIn][] = [
  ...methods({
    joinItems: (run, value, [separator = '']) => joined(run, itemsOf(run, standIn(run, value)), textOf(run, separator)),
    replaceText: (run, value, [sought = '', by = '']) =>
      replaceAll(run, evaluateItem(run, value), [textOf(run, sought), textOf(run, by)]),
  }),
  ...getters({
    sumItems: (run, value) => itemsOf(run, value).reduce((sum: number, item) => sum + numberOf(run, item), 0),
  }),
]

/** All of them, each evaluated, with the separator between. */
export function joined(run: Run, items: readonly Value[], separator: string): string {
  return writtenBy(run, () => {
    for (const [place, item] of items.entries()) {
      run.step()
      if (place > 0) run.out += separator
      if (item !== undefined) print(run, item)
      run.checkLength(run.out.length)
    }
  })
}
