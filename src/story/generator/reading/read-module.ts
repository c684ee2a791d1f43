import { compilerFor } from '../compile/compiler.ts'
import type { WarningId } from '../fault.ts'
import { isName } from '../names.ts'
import type { Compiler } from '../run/template.ts'
import { evenOdds, splitOdds } from '../syntax/odds.ts'
import { FunctionSource, ListNode, Property, type Member } from '../tree/list-node.ts'
import type { Module, Warning } from '../tree/module.ts'
import { equalsSign, functionHead, type FunctionHead } from './classify.ts'
import { readLines, type Line } from './lines.ts'

export interface ReadOptions {
  readonly name: string
  readonly nesting: number
}

/** Reads a lists text into its tree. Anything is read; what looks like a slip becomes a warning. */
export function readModule(text: string, { name, nesting }: ReadOptions): Module {
  const module = new ReadingModule(name, text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n'), nesting)
  module.read()
  return module
}

interface Open {
  readonly level: number
  readonly node: ListNode
}

class ReadingModule implements Module {
  readonly name: string
  readonly source: string
  readonly root: ListNode
  readonly compiler: Compiler
  readonly warnings: Warning[] = []
  readonly #open: Open[]
  readonly #topLevelNames = new Set<string>()

  constructor(name: string, source: string, nesting: number) {
    this.name = name
    this.source = source
    this.root = new ListNode({ module: this, parent: undefined, raw: name, at: 0, odds: 1 })
    this.root.end = source.length
    this.#open = [{ level: -1, node: this.root }]
    this.compiler = compilerFor(this, nesting)
  }

  read(): void {
    const lines = readLines(this.source)
    for (let place = 0; place < lines.length;) {
      const line = lines[place]
      const before = lines[place - 1]
      if (line === undefined) break
      this.#close(line.level, line.start)
      this.#checkIndent(line, before)
      place = this.#readLine(line, lines, place)
    }
    this.#close(0, this.source.length)
  }

  /** Leaves all lists that a line of this level no longer belongs to. */
  #close(level: number, at: number): void {
    while (this.#open.length > 1 && (this.#open.at(-1)?.level ?? 0) >= level) {
      const closed = this.#open.pop()
      if (closed !== undefined) closed.node.end = at
    }
  }

  #checkIndent(line: Line, before: Line | undefined): void {
    if (line.isOdd)
      this.#warn(
        'odd-indent',
        'An odd number of spaces stands before this line: the last one counts for nothing.',
        line.from,
      )
    const parentLevel = this.#open.at(-1)?.level ?? -1
    if (line.level > parentLevel + 1 && line.level !== before?.level) {
      this.#warn(
        'skipped-level',
        'This line is further in than it needs to be: one level is a tab or two spaces.',
        line.from,
      )
    }
  }

  /** Reads the line at this place and answers with the place of the next one. */
  #readLine(line: Line, lines: readonly Line[], place: number): number {
    const head = line.hasEquals ? functionHead(this.source, line.from, line.to) : undefined
    if (head !== undefined) return this.#readFunction(head, lines, place)
    const equals = line.hasEquals ? equalsSign(this.source, line.from, line.to) : undefined
    if (equals?.name !== undefined) this.#readProperty(line, equals.name, equals.at)
    else this.#readItem(line, equals?.at)
    return place + 1
  }

  #readFunction(head: FunctionHead, lines: readonly Line[], place: number): number {
    const [line, ...rest] = lines.slice(place, place + 2)
    if (line === undefined) return place + 1
    const { name, parameters, isAsync, bodyFrom } = head
    const isShort = this.source.slice(bodyFrom, line.to).trim() !== ''
    let next = place + 1
    if (!isShort && rest.length > 0) while (isWithin(lines[next], line.level)) next++
    const last = isShort ? line : lines[next - 1]
    const options = { parameters, at: line.from, from: bodyFrom, to: last?.end ?? line.end, isAsync, isShort }
    this.#addMember(new FunctionSource(this.#owner, name, options))
    return next
  }

  #readProperty(line: Line, name: string, equalsAt: number): void {
    if (name.includes(' ')) this.#warnOfEquals(equalsAt)
    const text = this.source.slice(equalsAt + 1, line.to)
    const from = line.to - text.trimStart().length
    this.#addMember(new Property(this.#owner, name, { at: line.from, from, to: line.to }))
  }

  #readItem(line: Line, equalsAt: number | undefined): void {
    if (equalsAt !== undefined) this.#warnOfEquals(equalsAt)
    const { textEnd, odds, malformedAt } = line.hasCaret
      ? splitOdds(this.source, line.from, line.to)
      : evenOdds(line.to)
    if (malformedAt !== undefined) {
      this.#warn(
        'malformed-odds',
        'What stands after this ^ is no number, so it is plain text: write \\^ for a ^.',
        malformedAt,
      )
    }
    const parent = this.#owner
    const raw = this.source.slice(line.from, textEnd)
    const node = new ListNode({ module: this, parent, raw, at: line.from, odds })
    if (parent.isRoot) this.#checkTopLevel(node)
    parent.add(node)
    this.#open.push({ level: line.level, node })
  }

  get #owner(): ListNode {
    return this.#open.at(-1)?.node ?? this.root
  }

  #addMember(member: Member): void {
    const owner = this.#owner
    owner.members ??= new Map()
    owner.members.set(member.name, member)
    if (owner.isRoot) this.#noteTopLevel(member.name, member.at)
  }

  #checkTopLevel({ name, at }: ListNode): void {
    if (!isName(name)) {
      this.#warn(
        'unusable-list-name',
        `"${name.slice(0, 40)}" cannot be written in a block: a list's name has letters, digits, _ and $.`,
        at,
      )
    }
    this.#noteTopLevel(name, at)
  }

  #noteTopLevel(name: string, at: number): void {
    if (this.#topLevelNames.has(name)) {
      this.#warn('duplicate-top-level-list-name', `There are two lists called ${name}: this later one counts.`, at)
    }
    this.#topLevelNames.add(name)
  }

  #warnOfEquals(at: number): void {
    this.#warn(
      'unescaped-equals-sign',
      'An = makes a property of what stands before it: write \\= if it is meant as text.',
      at,
    )
  }

  #warn(id: WarningId, message: string, at: number): void {
    this.warnings.push({ id, message, at })
  }
}

function isWithin(line: Line | undefined, level: number): boolean {
  return line !== undefined && line.level > level
}
