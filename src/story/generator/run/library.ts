import { numberOf } from './convert.ts'
import { textOf } from './print.ts'
import type { Run } from './run.ts'
import { Func, RecordValue, type Value } from './value.ts'

/** What is there without being written: nothing of the host but these. */
export const library: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['Math', math()],
  ['Number', new Func('Number', (run, [value]) => numberOf(run, value))],
  ['String', new Func('String', (run, [value = '']) => textOf(run, value))],
  [
    'parseInt',
    new Func('parseInt', (run, [value, base]) =>
      parseInt(text(run, value), base === undefined ? 10 : numberOf(run, base)),
    ),
  ],
  ['parseFloat', new Func('parseFloat', (run, [value]) => parseFloat(text(run, value)))],
  ['isNaN', new Func('isNaN', (run, [value]) => Number.isNaN(numberOf(run, value)))],
  ['Infinity', Infinity],
  ['NaN', Number.NaN],
])

function math(): RecordValue {
  const record = new RecordValue({ isFixed: true })
  const { floor, ceil, round, abs, sqrt, trunc, sign, min, max } = Math
  for (const [name, calculate] of Object.entries({ floor, ceil, round, abs, sqrt, trunc, sign })) {
    record.values.set(name, new Func(name, (run, [value]) => calculate(numberOf(run, value))))
  }
  for (const [name, calculate] of Object.entries({ min, max })) {
    record.values.set(
      name,
      new Func(name, (run, args) =>
        args.reduce((found: number, value) => calculate(found, numberOf(run, value)), calculate()),
      ),
    )
  }
  record.values.set('pow', new Func('pow', (run, [base, power]) => numberOf(run, base) ** numberOf(run, power)))
  record.values.set('random', new Func('random', (run) => run.random.next()))
  record.values.set('PI', Math.PI)
  return record
}

function text(run: Run, value: Value): string {
  const written = value === undefined ? '' : textOf(run, value)
  run.chargeText(written.length)
  return written
}
