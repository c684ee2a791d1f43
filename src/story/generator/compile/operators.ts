import { areEqual, areSame, isTrue, numberOf, operand } from '../run/convert.ts'
import { textOf } from '../run/print.ts'
import type { Run } from '../run/run.ts'
import type { Value } from '../run/value.ts'
import { isTextForSure, type BinarySign, type Expression, type LogicalSign } from '../syntax/expression.ts'

type Operator = (run: Run, left: Value, right: Value) => Value

/** What each operator of two sides does. */
export const operators: Record<BinarySign, Operator> = {
  '==': areEqual,
  '!=': (run, left, right) => !areEqual(run, left, right),
  '===': areSame,
  '!==': (run, left, right) => !areSame(run, left, right),
  '<': (run, left, right) => compare(run, left, right) < 0,
  '>': (run, left, right) => compare(run, left, right) > 0,
  '<=': (run, left, right) => compare(run, left, right) <= 0,
  '>=': (run, left, right) => compare(run, left, right) >= 0,
  '+': (run, left, right) => add(run, operand(run, left), operand(run, right)),
  '-': (run, left, right) => numberOf(run, left) - numberOf(run, right),
  '*': (run, left, right) => numberOf(run, left) * numberOf(run, right),
  '/': (run, left, right) => numberOf(run, left) / numberOf(run, right),
  '%': (run, left, right) => numberOf(run, left) % numberOf(run, right),
  '**': (run, left, right) => numberOf(run, left) ** numberOf(run, right),
}

/** `+` for these sides: what is a text for sure stays one, even if it looks like a number, as in JavaScript. */
export function adding(left: Expression, right: Expression): Operator {
  const [readLeft, readRight] = [sideOf(left), sideOf(right)]
  return readLeft === operand && readRight === operand
    ? operators['+']
    : (run, one, other) => add(run, readLeft(run, one), readRight(run, other))
}

function sideOf(side: Expression): (run: Run, value: Value) => Side {
  return isTextForSure(side) ? textOf : operand
}

type Side = ReturnType<typeof operand>

/** Adds numbers; joins texts as soon as one side stays a text. */
export function add(run: Run, left: Side, right: Side): number | string {
  if (typeof left !== 'string' && typeof right !== 'string') return Number(left) + Number(right)
  const text = textOf(run, left) + textOf(run, right)
  run.chargeText(text.length)
  return text
}

/** Below, above or at 0, as JavaScript orders two sides; NaN where it does not. */
function compare(run: Run, left: Value, right: Value): number {
  const [one, other] = [operand(run, left), operand(run, right)]
  if (typeof one === 'string' && typeof other === 'string') return one < other ? -1 : Number(one > other)
  const [first, second] = [Number(one), Number(other)]
  if (first < second) return -1
  return first === second ? 0 : first > second ? 1 : Number.NaN
}

/** When what stands on the left decides alone. */
export const endsAtLeft: Record<LogicalSign, (run: Run, left: Value) => boolean> = {
  '||': isTrue,
  '&&': (run, left) => !isTrue(run, left),
  '??': (_, left) => left !== undefined && left !== null,
}
