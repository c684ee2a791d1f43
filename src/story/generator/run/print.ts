import { ListNode, type Member } from '../tree/list-node.ts'
import { resolveMarks } from './marks.ts'
import { chooseChild, pickFrom } from './pick.ts'
import { ownMember, valueOfMember } from './properties.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import type { Template } from './template.ts'
import { Choices, Consumable, Func, Instance, RecordValue, TextValue, type Value } from './value.ts'

/** Writes what a value is as text: a list is executed, a text evaluated, a number written out. */
export function print(run: Run, value: Value): void {
  if (typeof value === 'string') write(run, value)
  else if (value instanceof ListNode) printList(run, value, value)
  else if (typeof value === 'number' || typeof value === 'boolean') run.out += String(value)
  else if (value === undefined) run.fail('undefined-value', 'This is undefined, and has no text.')
  else if (value !== null) printOther(run, value)
}

/** The same as a text of its own, in which `{a}` and `{s}` see nothing of what stands around it. */
export function textOf(run: Run, value: Value): string {
  if (typeof value === 'string') return value
  return writtenBy(run, () => print(run, value))
}

/** What this writes, apart from what was written before. */
export function writtenBy(run: Run, writes: () => void): string {
  const { out, marks } = run
  run.out = ''
  run.marks = undefined
  writes()
  const text = run.marks === undefined ? run.out : resolveMarks(run, run.out, run.marks)
  run.out = out
  run.marks = marks
  return text
}

export function render(run: Run, template: Template, self: Value, scope: Scope | undefined): void {
  run.enter()
  for (const part of template.parts) {
    if (typeof part === 'string') run.out += part
    else part(run, self, scope)
  }
  if (run.out.length > run.limits.characters) tooLong(run, template)
  run.leave()
}

function tooLong(run: Run, { place }: Template): void {
  run.place = place
  run.checkLength(run.out.length)
}

function write(run: Run, text: string): void {
  run.out += text
  if (run.out.length > run.limits.characters) run.checkLength(run.out.length)
}

function printOther(run: Run, value: Exclude<Value, undefined | null | boolean | number | string | ListNode>): void {
  if (value instanceof TextValue) render(run, value.template, value.self, value.scope)
  else if (value instanceof Instance) printList(run, value, value.node)
  else if (value instanceof Consumable) printPicked(run, pickFrom(run, value))
  else if (Array.isArray(value)) printArray(run, value)
  else if (value instanceof Func)
    run.fail('function-printed', `${value.name} is a function: call it with ${value.name}().`)
  else if (value instanceof RecordValue)
    run.fail('undefined-value', 'A record has no text of its own: print one of its values.')
}

function printArray(run: Run, values: Value[]): void {
  run.enter()
  if (values instanceof Choices) print(run, pickFrom(run, values))
  else
    for (const value of values) {
      run.step()
      if (value !== undefined) print(run, value)
    }
  run.leave()
}

/** `list` is the list itself or an instance of it. */
function printList(run: Run, list: ListNode | Instance, node: ListNode): void {
  const hasNone = node.members === undefined && run.overlays === undefined && !node.isRoot
  const output = hasNone ? undefined : ownMember(run, list, '$output')
  if (output !== undefined) printOutput(run, list, output)
  else if (node.children.length > 0) printPicked(run, chooseChild(run, node, list))
  else printItem(run, node)
}

/** What is printed of something that was picked: of a list its name, of an item its text. */
export function printPicked(run: Run, picked: Value): void {
  if (!(picked instanceof ListNode)) print(run, picked)
  else if (picked.children.length === 0 && picked.members === undefined) printItem(run, picked)
  else printNamed(run, picked)
}

function printNamed(run: Run, node: ListNode): void {
  const output = ownMember(run, node, '$output')
  if (output !== undefined && !node.isTopLevel) printOutput(run, node, output)
  else if (node.children.length > 0) write(run, node.name)
  else printItem(run, node)
}

function printOutput(run: Run, list: ListNode | Instance, output: Value | Member): void {
  run.enter()
  print(run, valueOfMember(run, list, output))
  run.leave()
}

function printItem(run: Run, node: ListNode): void {
  if (node.parent === undefined || node.parent.parent === undefined) return printTopLevel(run, node)
  const { template } = node
  if (template.constant !== undefined) write(run, node.isNameless ? '' : template.constant)
  else render(run, template, node.parent, undefined)
}

function printTopLevel(run: Run, node: ListNode): void {
  if (node.members === undefined)
    run.fail('empty-list', `${node.name === '' ? 'The generator' : node.name} has no items.`)
  write(run, node.name)
}
