import type { Value } from './value.ts'

/** The local names of a function or of a block in it. */
export class Scope {
  readonly #names = new Map<string, Value>()
  readonly #parent: Scope | undefined
  /** What `return` gave; only in the scope of a whole function. */
  returned: Value = undefined
  readonly owner: Scope

  constructor(parent: Scope | undefined, kind: 'function' | 'block') {
    this.#parent = parent
    this.owner = kind === 'block' && parent !== undefined ? parent.owner : this
  }

  declare(name: string, value: Value): void {
    this.#names.set(name, value)
  }

  /** The scope, this one or one around it, that knows the name. */
  holder(name: string): Scope | undefined {
    if (this.#names.has(name)) return this
    let scope = this.#parent
    while (scope !== undefined && !scope.#names.has(name)) scope = scope.#parent
    return scope
  }

  read(name: string): Value {
    return this.#names.get(name)
  }
}
