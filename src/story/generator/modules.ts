import type { Limits } from './limits.ts'
import { readModule } from './reading/read-module.ts'
import { spread } from './run/trace.ts'
import type { Module } from './tree/module.ts'

/** The source of an import; undefined when there is none of that name. */
export type FindSource = (name: string) => string | undefined

/** The modules of one program: each is read once, at its first use, as long as there is room for it. */
export class Modules {
  readonly #find: FindSource
  readonly #limits: Limits
  readonly #read = new Map<string, Module | 'missing' | 'too-large'>()
  #charactersLeft: number
  #linesLeft: number
  #modulesLeft: number

  constructor(find: FindSource, limits: Limits) {
    this.#find = find
    this.#limits = limits
    this.#charactersLeft = limits.source
    this.#linesLeft = limits.lines
    this.#modulesLeft = limits.modules
  }

  named(name: string): Module | 'missing' | 'too-large' {
    const known = this.#read.get(name)
    if (known !== undefined) return known
    const source = this.#find(name)
    const read = source === undefined ? 'missing' : (this.read(source, name) ?? 'too-large')
    this.#read.set(name, read)
    return read
  }

  /** Reads a source; undefined when there is no room for it. */
  read(source: string, name: string): Module | undefined {
    this.#charactersLeft -= source.length
    if (this.#charactersLeft < 0) return undefined
    this.#linesLeft -= linesIn(source)
    // The generator itself is no import.
    if (name !== '') this.#modulesLeft--
    return this.#linesLeft < 0 || this.#modulesLeft < 0
      ? undefined
      : readModule(source, { name, nesting: this.#limits.nesting })
  }

  get tooLarge(): string {
    const { source, lines, modules } = this.#limits
    return `The generator and what it imports have more than ${spread(source)} characters, ${spread(lines)} lines or ${spread(modules)} modules.`
  }
}

function linesIn(source: string): number {
  let lines = 1
  for (let at = 0; at < source.length; at++) {
    const code = source.charCodeAt(at)
    if (code === 10 || code === 13) lines++
  }
  return lines
}
