import type { Odds, Template } from '../run/template.ts'
import type { Func, TextValue } from '../run/value.ts'
import type { Weights } from '../run/weights.ts'
import { unescape } from '../syntax/escapes.ts'
import type { Module } from './module.ts'

/** Odds that are worked out at every pick: `^[expr]`. The offsets are those of the expression. */
export interface DynamicOdds {
  readonly from: number
  readonly to: number
}

interface ListNodeOptions {
  readonly module: Module
  readonly parent: ListNode | undefined
  readonly raw: string
  readonly at: number
  readonly odds: number | DynamicOdds
}

/** A line of the source that can be picked: a list or an item, which differ in nothing but their children. */
export class ListNode {
  readonly module: Module
  readonly parent: ListNode | undefined
  readonly at: number
  /** The text as written, without odds and comment. */
  readonly raw: string
  readonly odds: number | DynamicOdds
  /** Where what belongs to it ends. */
  end = 0
  members: Map<string, Member> | undefined
  #template: Template | undefined
  #odds: Odds | undefined
  #choices: Choices | undefined
  #own: ListNode[] | undefined
  #byName: Map<string, ListNode> | undefined

  constructor({ module, parent, raw, at, odds }: ListNodeOptions) {
    this.module = module
    this.parent = parent
    this.raw = raw
    this.at = at
    this.odds = odds
  }

  /** What it is called: its text with escapes done, and blocks as they stand. */
  get name(): string {
    return this.raw.includes('\\') ? unescape(this.raw) : this.raw
  }

  get children(): readonly ListNode[] {
    return this.#own ?? none
  }

  get isRoot(): boolean {
    return this.parent === undefined
  }

  get isTopLevel(): boolean {
    return this.parent?.parent === undefined && this.parent !== undefined
  }

  /** A `*` line: a record that has no name. */
  get isNameless(): boolean {
    return this.raw === '*' && !this.isTopLevel
  }

  get template(): Template {
    return (this.#template ??= this.module.compiler.text(this.at, this.at + this.raw.length))
  }

  get compiledOdds(): Odds {
    return (this.#odds ??= typeof this.odds === 'number' ? this.odds : this.module.compiler.odds(this.odds))
  }

  get choices(): Choices {
    return (this.#choices ??= this.#weigh())
  }

  add(child: ListNode): void {
    this.#own ??= []
    this.#own.push(child)
  }

  childNamed(name: string): ListNode | undefined {
    this.#byName ??= new Map(this.children.map((child) => [child.name, child]))
    return this.#byName.get(name)
  }

  #weigh(): Choices {
    // Importers of a module see what is theirs to see: `$output`, `$meta` and the like are no lists of it.
    const items = this.isRoot ? this.children.filter(({ raw }) => !raw.startsWith('$')) : this.children
    return { items, weights: this.module.compiler.weights(items.map((item) => item.compiledOdds)) }
  }
}

/** Most lines have no children, and share this. */
const none: readonly ListNode[] = []

interface Choices {
  readonly items: readonly ListNode[]
  readonly weights: Weights
}

/** A line `name = text`. */
export class Property {
  readonly kind = 'property'
  readonly owner: ListNode
  readonly name: string
  readonly at: number
  readonly from: number
  readonly to: number
  #template: Template | undefined
  /** The property as a text value of its owner: the same each time it is mentioned. */
  text: TextValue | undefined

  constructor(owner: ListNode, name: string, { at, from, to }: { at: number; from: number; to: number }) {
    this.owner = owner
    this.name = name
    this.at = at
    this.from = from
    this.to = to
  }

  get template(): Template {
    return (this.#template ??= this.owner.module.compiler.text(this.from, this.to))
  }
}

/** A function as it stands in the source: `name(a, b) =>` with an expression or an indented body. */
export class FunctionSource {
  readonly kind = 'function'
  readonly owner: ListNode
  readonly name: string
  readonly parameters: readonly string[]
  readonly at: number
  readonly from: number
  to: number
  readonly isAsync: boolean
  /** Whether its body is an expression on the same line. */
  isShort: boolean
  compiled: Func | undefined

  constructor(owner: ListNode, name: string, options: FunctionOptions) {
    this.owner = owner
    this.name = name
    this.parameters = options.parameters
    this.at = options.at
    this.from = options.from
    this.to = options.to
    this.isAsync = options.isAsync
    this.isShort = options.isShort
  }
}

interface FunctionOptions {
  readonly parameters: readonly string[]
  readonly at: number
  readonly from: number
  readonly to: number
  readonly isAsync: boolean
  readonly isShort: boolean
}

export type Member = Property | FunctionSource
