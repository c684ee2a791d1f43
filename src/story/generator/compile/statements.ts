import { isTrue } from '../run/convert.ts'
import { elementsOf } from '../members/elements.ts'
import type { Run } from '../run/run.ts'
import { Scope } from '../run/scope.ts'
import type { Evaluate } from '../run/template.ts'
import type { Value } from '../run/value.ts'
import type { ForOfStatement, LoopStatement, Statement } from '../syntax/expression.ts'
import type { CompileContext } from './context.ts'

/** How a statement ended: on with the next one, or out of a loop or of the function. */
type Ending = 'on' | 'break' | 'continue' | 'return'

type Execute = (run: Run, self: Value, scope: Scope) => Ending

/** A function's body: worth what it returns. */
export function compileBody(context: CompileContext, statements: readonly Statement[]): Evaluate {
  const execute = inOrder(statements.map((statement) => compileStatement(context, statement)))
  return (run, self, around) => {
    const scope = new Scope(around, 'function')
    execute(run, self, scope)
    return scope.returned
  }
}

function compileStatement(context: CompileContext, statement: Statement): Execute {
  switch (statement.kind) {
    case 'run':
      return doing(context.expression(statement.expression))
    case 'declare':
      return declaring(context, statement)
    case 'return':
      return returning(statement.value === undefined ? undefined : context.expression(statement.value))
    case 'if':
      return deciding(context, statement)
    case 'block':
      return inBlock(inOrder(statement.statements.map((inner) => compileStatement(context, inner))))
    case 'loop':
      return looping(context, statement)
    case 'for-of':
      return goingThrough(context, statement)
    case 'break':
      return () => 'break'
    case 'continue':
      return () => 'continue'
  }
}

function inOrder(steps: readonly Execute[]): Execute {
  return (run, self, scope) => {
    for (const step of steps) {
      run.step()
      const ending = step(run, self, scope)
      if (ending !== 'on') return ending
    }
    return 'on'
  }
}

function inBlock(execute: Execute): Execute {
  return (run, self, scope) => execute(run, self, new Scope(scope, 'block'))
}

function doing(evaluate: Evaluate): Execute {
  return (run, self, scope) => {
    evaluate(run, self, scope)
    return 'on'
  }
}

function declaring(context: CompileContext, { names, isLocal }: Extract<Statement, { kind: 'declare' }>): Execute {
  const declared = names.map(({ name, value }) => ({
    name,
    evaluate: value === undefined ? undefined : context.expression(value),
  }))
  return (run, self, scope) => {
    for (const { name, evaluate } of declared) {
      const value = evaluate?.(run, self, scope)
      if (isLocal) scope.declare(name, value)
      else scope.owner.declare(name, value)
    }
    return 'on'
  }
}

function returning(evaluate: Evaluate | undefined): Execute {
  return (run, self, scope) => {
    scope.owner.returned = evaluate?.(run, self, scope)
    return 'return'
  }
}

function deciding(context: CompileContext, { condition, yes, no }: Extract<Statement, { kind: 'if' }>): Execute {
  const test = context.expression(condition)
  const one = compileStatement(context, yes)
  const other = no === undefined ? undefined : compileStatement(context, no)
  return (run, self, scope) =>
    isTrue(run, test(run, self, scope)) ? one(run, self, scope) : (other?.(run, self, scope) ?? 'on')
}

function looping(context: CompileContext, loop: LoopStatement): Execute {
  const first = loop.first === undefined ? undefined : compileStatement(context, loop.first)
  const test = loop.condition === undefined ? undefined : context.expression(loop.condition)
  const next = loop.next === undefined ? undefined : context.expression(loop.next)
  const body = compileStatement(context, loop.body)
  return inBlock((run, self, scope) => {
    first?.(run, self, scope)
    while (test === undefined || isTrue(run, test(run, self, scope))) {
      run.step()
      const ending = body(run, self, scope)
      if (ending === 'break') break
      if (ending === 'return') return ending
      next?.(run, self, scope)
    }
    return 'on'
  })
}

function goingThrough(context: CompileContext, { name, of, body }: ForOfStatement): Execute {
  const evaluate = context.expression(of)
  const execute = compileStatement(context, body)
  return (run, self, scope) => {
    for (const element of elementsOf(run, evaluate(run, self, scope))) {
      run.step()
      const inner = new Scope(scope, 'block')
      inner.declare(name, element)
      const ending = execute(run, self, inner)
      if (ending === 'break') break
      if (ending === 'return') return ending
    }
    return 'on'
  }
}
