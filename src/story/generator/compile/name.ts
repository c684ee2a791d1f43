import { pageNames } from '../names.ts'
import { library } from '../run/library.ts'
import { functionOf, valueOfMember } from '../run/properties.ts'
import type { Run } from '../run/run.ts'
import type { Evaluate } from '../run/template.ts'
import type { Value } from '../run/value.ts'
import type { Expression } from '../syntax/expression.ts'
import { FunctionSource, ListNode, type Member } from '../tree/list-node.ts'
import { topLevel, type Module } from '../tree/module.ts'
import { nearest } from '#shared/nearest.ts'
import { placeAt, type CompileContext } from './context.ts'

/** A bare word: a local name, a variable, a list of this module or of the main one, or what is built in. */
export function compileName(context: CompileContext, { name, at }: Extract<Expression, { kind: 'name' }>): Evaluate {
  const { module } = context
  const place = placeAt(context, at)
  const own = topLevel(module, name)
  const list = own instanceof ListNode ? own : undefined
  return function readName(run, _, scope) {
    run.step()
    if (scope !== undefined) {
      const holder = scope.holder(name)
      if (holder !== undefined) return holder.read(name)
    }
    if (run.variables?.has(name) === true) return run.variables.get(name)
    if (list !== undefined && run.overlays === undefined) return list
    run.place = place
    return lookUp(run, module, name)
  }
}

function lookUp(run: Run, module: Module, name: string): Value {
  for (const { root } of module === run.main ? [module] : [module, run.main]) {
    const found = run.overlays?.get(root)?.get(name) ?? topLevel(root.module, name)
    if (found !== undefined) return valueOf(run, root, found)
  }
  if (name === 'root') return module.root
  return library.has(name) ? library.get(name) : notDefined(run, module, name)
}

function valueOf(run: Run, root: ListNode, found: Value | Member): Value {
  return found instanceof FunctionSource ? functionOf(found) : valueOfMember(run, root, found)
}

function notDefined(run: Run, module: Module, name: string): never {
  if (pageNames.has(name)) {
    run.fail('browser-javascript', `This uses browser JavaScript: \`${name}\`. Lists still work.`)
  }
  const { root } = module
  const known = [
    ...root.children.map((list) => list.name),
    ...(root.members?.keys() ?? []),
    ...(run.variables?.keys() ?? []),
  ]
  run.charge(known.length)
  const near = name.length > 60 ? undefined : nearest(name, known)
  return run.fail('not-defined', `${name} is not defined${near === undefined ? '.' : `: did you mean ${near}?`}`)
}
