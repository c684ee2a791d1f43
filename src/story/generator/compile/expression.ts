import { isTrue, numberOf } from '../run/convert.ts'
import { print, render, writtenBy } from '../run/print.ts'
import type { Run } from '../run/run.ts'
import type { Evaluate, Render } from '../run/template.ts'
import { Func, RecordValue, TextValue, type Value } from '../run/value.ts'
import { getMember } from '../members/get-member.ts'
import type {
  BinaryExpression,
  ChoiceExpression,
  Expression,
  LogicalExpression,
  MemberExpression,
  UnarySign,
} from '../syntax/expression.ts'
import type { TextPart } from '../syntax/text.ts'
import { compileAssign, compileUpdate } from './assign.ts'
import { compileArrow, compileCall } from './call.ts'
import { placeAt, type CompileContext } from './context.ts'
import { compileKey } from './key.ts'
import { compileName } from './name.ts'
import { adding, endsAtLeft, operators } from './operators.ts'

type Kind<K extends Expression['kind']> = Extract<Expression, { kind: K }>

/** Makes of an expression what runs. Every step of it is counted when it is taken. */
export function compileExpression(context: CompileContext, expression: Expression): Evaluate {
  switch (expression.kind) {
    case 'literal':
      return constant(expression.value)
    case 'text':
      return quoted(context, expression)
    case 'joined':
      return joined(context, expression)
    case 'name':
      return compileName(context, expression)
    case 'this':
      return (_, self) => self
    case 'member':
      return member(context, expression)
    case 'call':
      return compileCall(context, expression)
    case 'unary':
      return unary(context, expression)
    case 'update':
      return compileUpdate(context, expression)
    case 'binary':
      return binary(context, expression)
    case 'logical':
      return logical(context, expression)
    case 'choice':
      return choice(context, expression)
    case 'assign':
      return compileAssign(context, expression)
    case 'arrow':
      return compileArrow(context, expression)
    case 'array':
      return array(context, expression)
    case 'record':
      return record(context, expression)
    case 'sequence':
      return sequence(context, expression)
  }
}

function constant(value: Value): Evaluate {
  return () => value
}

function quoted(context: CompileContext, { parts, at, end }: Kind<'text'>): Evaluate {
  const template = context.text(parts, [at + 1, end - 1])
  return (_, self, scope) => new TextValue(template, self, scope)
}

/** A text with `${}` in it is put together at once, as in JavaScript. */
function joined(context: CompileContext, { pieces, at }: Kind<'joined'>): Evaluate {
  const writers = pieces.map((piece) =>
    isParts(piece) ? partsWriter(context, piece, at) : valueWriter(context, piece),
  )
  return (run, self, scope) =>
    writtenBy(run, () => {
      for (const write of writers) write(run, self, scope)
      run.chargeText(run.out.length)
    })
}

function isParts(piece: readonly TextPart[] | Expression): piece is readonly TextPart[] {
  return Array.isArray(piece)
}

function partsWriter(context: CompileContext, parts: readonly TextPart[], at: number): Render {
  const template = context.text(parts, [at, at])
  return (run, self, scope) => {
    render(run, template, self, scope)
  }
}

function valueWriter(context: CompileContext, piece: Expression): Render {
  const evaluate = context.expression(piece)
  const place = placeAt(context, piece.at)
  return (run, self, scope) => {
    const value = evaluate(run, self, scope)
    run.place = place
    print(run, value)
  }
}

function member(context: CompileContext, { object, key, at, isOptional }: MemberExpression): Evaluate {
  const evaluate = context.expression(object)
  const place = placeAt(context, at)
  const keyOf = compileKey(context, key)
  return (run, self, scope) => {
    run.step()
    const value = evaluate(run, self, scope)
    if (isOptional && (value === undefined || value === null)) return undefined
    const name = keyOf(run, self, scope)
    run.place = place
    return getMember(run, value, name)
  }
}

function unary(context: CompileContext, { sign, operand, at }: Kind<'unary'>): Evaluate {
  const evaluate = context.expression(operand)
  const place = placeAt(context, at)
  const apply = unaryOperators[sign]
  return (run, self, scope) => {
    run.step()
    const value = evaluate(run, self, scope)
    run.place = place
    return apply(run, value)
  }
}

const unaryOperators: Record<UnarySign, (run: Run, value: Value) => Value> = {
  '!': (run, value) => !isTrue(run, value),
  '-': (run, value) => -numberOf(run, value),
  '+': numberOf,
  typeof: (_, value) => typeName(value),
}

function typeName(value: Value): string {
  if (value instanceof TextValue) return 'string'
  if (value instanceof Func) return 'function'
  return value === null ? 'object' : typeof value
}

function binary(context: CompileContext, { sign, left, right, at }: BinaryExpression): Evaluate {
  const [one, other] = [context.expression(left), context.expression(right)]
  const place = placeAt(context, at)
  const apply = sign === '+' ? adding(left, right) : operators[sign]
  return (run, self, scope) => {
    run.step()
    const [first, second] = [one(run, self, scope), other(run, self, scope)]
    run.place = place
    return apply(run, first, second)
  }
}

function logical(context: CompileContext, { sign, left, right }: LogicalExpression): Evaluate {
  const [one, other] = [context.expression(left), context.expression(right)]
  const isEnough = endsAtLeft[sign]
  return (run, self, scope) => {
    run.step()
    const first = one(run, self, scope)
    return isEnough(run, first) ? first : other(run, self, scope)
  }
}

function choice(context: CompileContext, { condition, yes, no }: ChoiceExpression): Evaluate {
  const [test, one, other] = [context.expression(condition), context.expression(yes), context.expression(no)]
  return (run, self, scope) => {
    run.step()
    return isTrue(run, test(run, self, scope)) ? one(run, self, scope) : other(run, self, scope)
  }
}

function array(context: CompileContext, { items }: Kind<'array'>): Evaluate {
  const evaluates = items.map((item) => context.expression(item))
  return (run, self, scope) => {
    run.charge(evaluates.length)
    return evaluates.map((evaluate) => evaluate(run, self, scope))
  }
}

function record(context: CompileContext, { entries }: Kind<'record'>): Evaluate {
  const evaluates = entries.map(([name, value]) => [name, context.expression(value)] as const)
  return (run, self, scope) => {
    run.charge(evaluates.length)
    const made = new RecordValue()
    for (const [name, evaluate] of evaluates) made.values.set(name, evaluate(run, self, scope))
    return made
  }
}

function sequence(context: CompileContext, { parts }: Kind<'sequence'>): Evaluate {
  const evaluates = parts.map((part) => context.expression(part))
  return (run, self, scope) => {
    let value: Value
    for (const evaluate of evaluates) {
      run.step()
      value = evaluate(run, self, scope)
    }
    return value
  }
}
