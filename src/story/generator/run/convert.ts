import { ListNode } from '../tree/list-node.ts'
import { textOf } from './print.ts'
import type { Run } from './run.ts'
import { Consumable, Func, Instance, RecordValue, TextValue, type Value } from './value.ts'

/** The number that a text is the usual writing of; any other text as it is. */
export function numberIfLike(text: string): number | string {
  if (text.length === 0 || text.length > 24) return text
  const number = Number(text)
  return String(number) === text ? number : text
}

/** What a value is in a calculation: lists and texts are printed first. */
export function operand(run: Run, value: Value): number | string | boolean | null | undefined {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined) return value
  const text = textOf(run, value)
  run.chargeText(text.length)
  return numberIfLike(text)
}

export function numberOf(run: Run, value: Value): number {
  return typeof value === 'number' ? value : Number(operand(run, value))
}

/** A count or a place handed to a member: whole, and 0 where there is none. */
export function wholeOf(run: Run, value: Value): number {
  const number = Math.trunc(numberOf(run, value))
  return Number.isNaN(number) ? 0 : number
}

/** The same where a place may be left out. */
export function wholeOrNone(run: Run, value: Value): number | undefined {
  return value === undefined ? undefined : wholeOf(run, value)
}

export function isTrue(run: Run, value: Value): boolean {
  if (!(value instanceof TextValue)) return Boolean(value)
  const text = textOf(run, value)
  return text !== '' && text !== '0' && text !== 'false'
}

/** `==`, which for lists and items asks whether they are the same one, and else compares texts. */
export function areEqual(run: Run, left: Value, right: Value): boolean {
  if (typeof left === 'string' && typeof right === 'string') return areTextsEqual(run, left, right)
  if (left === right) return true
  if (isNothing(left) || isNothing(right)) return isNothing(left) && isNothing(right)
  if (isThing(left) && isThing(right)) return false
  return isPlain(left) && isPlain(right) ? arePlainEqual(left, right) : areTextsEqual(run, left, right)
}

/** `===`, which differs for plain values alone. */
export function areSame(run: Run, left: Value, right: Value): boolean {
  if ((isPlain(left) && isPlain(right)) || isNothing(left) || isNothing(right)) {
    if (typeof left === 'string' && typeof right === 'string') return areTextsEqual(run, left, right)
    return left === right
  }
  return areEqual(run, left, right)
}

function arePlainEqual(left: Plain, right: Plain): boolean {
  return Number(left) === Number(right)
}

function areTextsEqual(run: Run, left: Value, right: Value): boolean {
  const [one, other] = [textOf(run, left), textOf(run, right)]
  if (one.length !== other.length) return false
  run.chargeText(one.length)
  return one === other
}

type Plain = string | number | boolean

function isPlain(value: Value): value is Plain {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function isNothing(value: Value): value is null | undefined {
  return value === null || value === undefined
}

/** What is itself and not merely its text. */
function isThing(value: Value): boolean {
  return (
    value instanceof ListNode ||
    value instanceof Instance ||
    value instanceof Consumable ||
    value instanceof Func ||
    value instanceof RecordValue ||
    Array.isArray(value)
  )
}
