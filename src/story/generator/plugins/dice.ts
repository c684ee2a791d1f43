import { textOf } from '../run/print.ts'
import type { Run } from '../run/run.ts'
import type { Value } from '../run/value.ts'

const term = /\s*([+-]?)\s*(?:(\d*)d(\d+)|(\d+))\s*/iy

/** `dice("2d6+1")`: the sum, as a number. */
export function dice(run: Run, [written = 'd6']: readonly Value[]): Value {
  const text = textOf(run, written)
  let sum = 0
  let at = 0
  while (at < text.length) {
    term.lastIndex = at
    const found = term.exec(text)
    if (found === null || (at > 0 && found[1] === ''))
      return run.fail('syntax', `"${text.slice(0, 40)}" are no dice: write 2d6+1.`)
    sum += (found[1] === '-' ? -1 : 1) * valueOf(run, found)
    at = term.lastIndex
  }
  return sum
}

function valueOf(run: Run, [, , count = '', sides, plain]: readonly string[]): number {
  if (plain !== undefined) return Number(plain)
  const many = count === '' ? 1 : Number(count)
  run.charge(many)
  let sum = 0
  for (let die = 0; die < many; die++) sum += 1 + run.random.below(Number(sides))
  return sum
}
