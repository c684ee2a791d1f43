import { noteValue, shareOf } from './noting.ts'
import { oddsOf } from './pick.ts'
import type { Run } from './run.ts'
import type { Pool, Value } from './value.ts'
import { drawByOdds } from './weights.ts'

/** A copy of a list of which each item can be taken once. `items` becomes the pool's own. */
export function listPool(name: string, items: Value[]): Pool {
  return {
    name,
    length: () => items.length,
    all: () => items,
    take(run) {
      if (items.length === 0) return undefined
      const odds = oddsOf(run, items)
      const place = drawByOdds(run, odds)
      if (place < 0) run.fail('all-odds-zero', `All odds that are left in ${name} are 0: there is nothing to pick.`)
      if (run.picks !== undefined) noteValue(run, name, items[place], shareOf(odds, place))
      return items.splice(place, 1)[0]
    },
  }
}

/** The same, filled again when it is empty. */
export function loopingPool(name: string, items: readonly Value[]): Pool {
  let pool = listPool(name, [...items])
  return {
    name,
    length: () => pool.length(),
    all: () => pool.all(),
    take(run: Run) {
      if (pool.length() === 0) {
        run.charge(items.length)
        pool = listPool(name, [...items])
      }
      return pool.take(run)
    },
  }
}
