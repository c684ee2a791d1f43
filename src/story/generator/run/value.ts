import type { ListNode } from '../tree/list-node.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import type { Template } from './template.ts'

/** Everything that an expression can be worth. */
export type Value =
  | undefined
  | null
  | boolean
  | number
  | string
  | ListNode
  | Instance
  | Consumable
  | TextValue
  | Func
  | RecordValue
  | Value[]

/** A text of the source that is evaluated each time it is printed. */
export class TextValue {
  readonly template: Template
  readonly self: Value
  readonly scope: Scope | undefined

  constructor(template: Template, self: Value, scope: Scope | undefined) {
    this.template = template
    this.self = self
    this.scope = scope
  }
}

export type Invoke = (run: Run, args: readonly Value[], self: Value) => Value

export class Func {
  readonly name: string
  readonly invoke: Invoke

  constructor(name: string, invoke: Invoke) {
    this.name = name
    this.invoke = invoke
  }
}

/** `{key: value}` in an expression. */
export class RecordValue {
  readonly values: Map<string, Value> = new Map()
  /** What all generations share is changed by none. */
  readonly isFixed: boolean

  constructor({ isFixed }: { readonly isFixed: boolean } = { isFixed: false }) {
    this.isFixed = isFixed
  }
}

/** A list whose properties were evaluated once. */
export class Instance {
  readonly node: ListNode
  readonly values: Map<string, Value> = new Map()

  constructor(node: ListNode) {
    this.node = node
  }
}

/** A list that loses what is picked from it. */
export interface Pool {
  readonly name: string
  readonly length: () => number
  readonly all: () => readonly Value[]
  /** Takes one out; undefined when there is nothing more to take. */
  readonly take: (run: Run) => Value
}

export class Consumable {
  readonly pool: Pool
  /** Where its named members are looked up. */
  readonly node: ListNode | undefined

  constructor(pool: Pool, node: ListNode | undefined) {
    this.pool = pool
    this.node = node
  }
}

/** An array of which printing picks one element instead of joining all. */
export class Choices extends Array<Value> {
  /** What is made of one, by `map` or `slice`, is an array like any other. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }
}
