import { wholeOf, wholeOrNone } from '../run/convert.ts'
import { textOf } from '../run/print.ts'
import type { Run } from '../run/run.ts'
import type { Value } from '../run/value.ts'
import { getters, methods, type BuiltIns } from './built-in.ts'

type TextMethod = (run: Run, text: string, args: readonly Value[]) => Value

/** What can be done with a text. Only texts are looked for, never patterns. */
export const stringMembers: BuiltIns = new Map([
  ...getters({ length: (run, value) => textOf(run, value).length }),
  ...methods(
    onText({
      toUpperCase: (_, text) => text.toUpperCase(),
      toLowerCase: (_, text) => text.toLowerCase(),
      toString: (_: Run, text: string) => text,
      trim: (_, text) => text.trim(),
      slice: (run, text, [from, to]) => text.slice(wholeOf(run, from), wholeOrNone(run, to)),
      substring: (run, text, [from, to]) => text.substring(wholeOf(run, from), wholeOrNone(run, to)),
      at: (run, text, [place]) => text.at(wholeOf(run, place)),
      charAt: (run, text, [place]) => text.charAt(wholeOf(run, place)),
      charCodeAt: (run, text, [place]) => text.charCodeAt(wholeOf(run, place)),
      concat: (run, text, others) => text + others.map((other) => textOf(run, other)).join(''),
      split,
      replace: (run, text, [sought, by]) => {
        const [from, to] = [soughtIn(run, text, sought), textOf(run, by)]
        // A function gives the text as it is: in a plain one `$&` would mean something.
        return text.replace(from, () => to)
      },
      replaceAll: (run, text, [sought, by]) => replaceAll(run, text, [textOf(run, sought), textOf(run, by)]),
      includes: (run, text, [sought]) => text.includes(soughtIn(run, text, sought)),
      indexOf: (run, text, [sought]) => text.indexOf(soughtIn(run, text, sought)),
      lastIndexOf: (run, text, [sought]) => text.lastIndexOf(soughtIn(run, text, sought)),
      startsWith: (run, text, [sought]) => text.startsWith(textOf(run, sought)),
      endsWith: (run, text, [sought]) => text.endsWith(textOf(run, sought)),
      repeat: (run, text, [count]) => text.repeat(timesWithin(run, text.length, count)),
      padStart: (run, text, args) => text.padStart(lengthWithin(run, args), fillOf(run, args)),
      padEnd: (run, text, args) => text.padEnd(lengthWithin(run, args), fillOf(run, args)),
    }),
  ),
])

function onText(all: Readonly<Record<string, TextMethod>>): Record<string, Charged> {
  return Object.fromEntries(Object.entries(all).map(([name, method]) => [name, charged(method)]))
}

type Charged = (run: Run, value: Value, args: readonly Value[]) => Value

function charged(method: TextMethod): Charged {
  return function callOnText(run, value, args) {
    const text = textOf(run, value)
    run.chargeText(text.length)
    const result = method(run, text, args)
    if (typeof result === 'string') run.checkLength(result.length)
    return result
  }
}

/** A character by its place; undefined for what is no place. */
export function characterAt(run: Run, value: Value, name: string): Value {
  return /^\d{1,7}$/.test(name) ? textOf(run, value)[Number(name)] : undefined
}

export function replaceAll(run: Run, text: string, [sought, by]: readonly [string, string]): string {
  run.chargeSearch(text.length, sought.length)
  const pieces = text.split(sought)
  run.charge(pieces.length)
  run.checkLength(text.length + (pieces.length - 1) * (by.length - sought.length))
  return pieces.join(by)
}

function split(run: Run, text: string, [separator]: readonly Value[]): Value {
  if (separator === undefined) return [text]
  const sought = soughtIn(run, text, separator)
  run.charge(text.length / 4)
  return text.split(sought)
}

function soughtIn(run: Run, text: string, sought: Value): string {
  const soughtText = textOf(run, sought)
  run.chargeSearch(text.length, soughtText.length)
  return soughtText
}

function timesWithin(run: Run, length: number, count: Value): number {
  const times = Math.max(0, wholeOf(run, count))
  run.chargeText(length * times)
  return times
}

function lengthWithin(run: Run, [length]: readonly Value[]): number {
  const wanted = Math.max(0, wholeOf(run, length))
  run.chargeText(wanted)
  return wanted
}

function fillOf(run: Run, [, fill = ' ']: readonly Value[]): string {
  return textOf(run, fill)
}
