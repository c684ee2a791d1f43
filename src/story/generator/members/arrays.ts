import { areSame, isTrue, numberOf, wholeOf, wholeOrNone } from '../run/convert.ts'
import { textOf } from '../run/print.ts'
import type { Run } from '../run/run.ts'
import type { Value } from '../run/value.ts'
import { callBack, getters, methods, type BuiltIns } from './built-in.ts'
import { joined } from './joining.ts'

type ArrayMethod = (run: Run, array: Value[], args: readonly Value[]) => Value

/** What can be done with an array. Each pays for the whole length before it begins. */
export const arrayMembers: BuiltIns = new Map([
  ...getters({ length: (_, value) => (Array.isArray(value) ? value.length : undefined) }),
  ...methods(
    onArray({
      map: (run, array, [func]) => array.map((item, place) => callBack(run, func, [item, place, array])),
      filter: (run, array, [func]) => [...array].filter((item, place) => holds(run, func, [item, place])),
      find: (run, array, [func]) => array.find((item, place) => holds(run, func, [item, place])),
      findIndex: (run, array, [func]) => array.findIndex((item, place) => holds(run, func, [item, place])),
      some: (run, array, [func]) => array.some((item, place) => holds(run, func, [item, place])),
      every: (run, array, [func]) => array.every((item, place) => holds(run, func, [item, place])),
      forEach: (run, array, [func]) => {
        array.forEach((item, place) => callBack(run, func, [item, place, array]))
        return undefined
      },
      reduce,
      join: (run, array, [separator = ',']) => joined(run, array, textOf(run, separator)),
      slice: (run, array, [from, to]) => array.slice(wholeOf(run, from), wholeOrNone(run, to)),
      includes: (run, array, [sought]) => array.some((item) => areSame(run, item, sought)),
      indexOf: (run, array, [sought]) => array.findIndex((item) => areSame(run, item, sought)),
      concat: (run, array, others) => [...array, ...others.flatMap((other) => elements(run, other))],
      reverse: (_, array) => fill(array, array.toReversed()),
      push: (_, array, items) => {
        for (const item of items) array.push(item)
        return array.length
      },
      pop: (_, array) => array.pop(),
      shift: (_, array) => array.shift(),
      unshift: (_, array, items) => array.unshift(...items),
      splice: (run, array, args) => splice(run, array, args),
      sort,
      at: (run, array, [place]) => array.at(wholeOf(run, place)),
      flat: (run, array, [depth = 1]) => flatten(run, array, numberOf(run, depth)),
    }),
  ),
])

function onArray(all: Readonly<Record<string, ArrayMethod>>) {
  return Object.fromEntries(
    Object.entries(all).map(([name, method]) => [
      name,
      function callOnArray(run: Run, value: Value, args: readonly Value[]): Value {
        const array = Array.isArray(value) ? value : []
        run.charge(cheap.has(name) ? 1 + args.length : 1 + array.length)
        return method(run, array, args)
      },
    ]),
  )
}

/** These take as long for a long array as for a short one. */
const cheap: ReadonlySet<string> = new Set(['push', 'pop', 'at'])

/** An element by its place; undefined for what is no place. */
export function elementAt(array: readonly Value[], name: string): Value {
  return /^\d{1,10}$/.test(name) ? array[Number(name)] : undefined
}

function holds(run: Run, func: Value, args: readonly Value[]): boolean {
  return isTrue(run, callBack(run, func, args))
}

function reduce(run: Run, array: readonly Value[], args: readonly Value[]): Value {
  const [func, start] = args
  const rest = args.length > 1 ? array : array.slice(1)
  if (args.length < 2 && array.length === 0) run.fail('undefined-value', 'An empty array needs a value to begin with.')
  return rest.reduce((sum: Value, item) => callBack(run, func, [sum, item]), args.length > 1 ? start : array[0])
}

function splice(run: Run, array: Value[], [from, count, ...items]: readonly Value[]): Value[] {
  const start = wholeOf(run, from)
  return array.splice(start, count === undefined ? array.length : Math.max(0, wholeOf(run, count)), ...items)
}

function sort(run: Run, array: Value[], [func]: readonly Value[]): Value {
  const sorted = func === undefined ? sortedByText(run, array) : array.toSorted((a, b) => order(run, func, [a, b]))
  return fill(array, sorted)
}

/** Puts these in the places of an array, which stays the same array. */
function fill(array: Value[], items: readonly Value[]): Value[] {
  for (const [place, item] of items.entries()) array[place] = item
  return array
}

/** Each is evaluated once: a random text would else be another one at each comparison. */
function sortedByText(run: Run, array: readonly Value[]): readonly Value[] {
  const texts = array.map((item) => ({ item, text: item === undefined ? '' : textOf(run, item) }))
  return texts.toSorted((a, b) => compareTexts(run, a.text, b.text)).map(({ item }) => item)
}

function compareTexts(run: Run, one: string, other: string): number {
  run.charge(1 + Math.min(one.length, other.length) / 256)
  return one < other ? -1 : Number(one > other)
}

function order(run: Run, func: Value, pair: readonly Value[]): number {
  return numberOf(run, callBack(run, func, pair)) || 0
}

function elements(run: Run, other: Value): readonly Value[] {
  if (!Array.isArray(other)) return [other]
  run.charge(other.length)
  return other
}

function flatten(run: Run, array: readonly Value[], depth: number): Value[] {
  run.enter()
  run.charge(array.length)
  const flat: Value[] = []
  for (const item of array) {
    if (!Array.isArray(item) || depth < 1) flat.push(item)
    else for (const inner of flatten(run, item, depth - 1)) flat.push(inner)
  }
  run.leave()
  return flat
}
