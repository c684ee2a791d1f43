import { textOf } from '../run/print.ts'
import { RandomStream, seedFrom } from '../run/random.ts'
import type { Run } from '../run/run.ts'
import type { Value } from '../run/value.ts'

/** What a run remembers under no seed that anybody can name. */
const current = ''

/** From now on random numbers come from this seed; with none, from where they came before. Prints nothing. */
export function seeder(run: Run, [seed = '', mode = '']: readonly Value[]): Value {
  const name = textOf(run, seed)
  const how = textOf(run, mode)
  if (name === '') {
    run.random = run.firstRandom
    run.kept.delete(current)
    return ''
  }
  const key = `seed ${name}`
  const kept = run.kept.get(key)
  const goesOn = kept !== undefined && how !== 'forceUpdate' && (how === 'cache' || run.kept.get(current) === kept)
  const stream = goesOn ? kept : new RandomStream(seedFrom(name), 0)
  run.kept.set(key, stream)
  run.kept.set(current, stream)
  run.random = stream
  return ''
}
