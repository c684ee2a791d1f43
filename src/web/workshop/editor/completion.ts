import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { memberWords, membersOf, outlineOf, type OutlineLine } from '#story/generator-writing.ts'

/** What can be imported: the names of the other generators, and of what is built in. */
export type Importable = () => readonly string[]

const importing = /\{import:\s*([\w-]*)$/
const path = /([\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)*)\.([\p{L}\p{N}_$]*)$/u
const word = /(?:^|[^\p{L}\p{N}_$.])([\p{L}_$][\p{L}\p{N}_$]*)?$/u

/** Longer lists would be looked through by nobody. */
const mostOptions = 500

/** The names of lists inside of brackets, the members of one after a dot, and generators after `import:`. */
export function completionsFor(importable: Importable): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const { state, pos, explicit } = context
    const line = state.doc.lineAt(pos)
    const before = line.text.slice(0, pos - line.from)
    const [, imported] = importing.exec(before) ?? []
    if (imported !== undefined) return found(pos - imported.length, importable().map(importOption), /^[\w-]*$/)
    if (before.length > 5_000) return null
    const outline = outlineOf(state.doc.toString())
    if (!isInBlock(before) && !isInBody(outline, line.from)) return null
    const [, names, begun = ''] = path.exec(before) ?? []
    if (names !== undefined) return found(pos - begun.length, memberOptions(outline, names.split('.')))
    const [whole, name = ''] = word.exec(before) ?? []
    if (whole === undefined || (name === '' && !explicit && !before.endsWith('['))) return null
    return found(pos - name.length, nameOptions(outline))
  }
}

function found(from: number, options: readonly Completion[], validFor = /^[\p{L}\p{N}_$]*$/u): CompletionResult {
  return { from, options: options.slice(0, mostOptions), validFor }
}

/** Whether a square block that is open at the end of this text begins in it. Quoted text is passed over. */
function isInBlock(before: string): boolean {
  let open = 0
  let quote = ''
  for (let at = 0; at < before.length; at++) {
    const sign = before.charAt(at)
    if (sign === '\\') at++
    else if (quote !== '') quote = sign === quote ? '' : quote
    else if (open > 0 && (sign === '"' || sign === '`')) quote = sign
    else if (sign === '[') open++
    else if (sign === ']' && open > 0) open--
  }
  return open > 0 && quote === ''
}

function isInBody(outline: readonly OutlineLine[], lineFrom: number): boolean {
  return outline.some(({ kind, start }) => kind === 'body' && start === lineFrom)
}

function importOption(name: string): Completion {
  return { label: name, type: 'namespace' }
}

const kinds = { list: 'class', property: 'property', function: 'function', body: 'text' } as const
const bare = /^[\p{L}_$][\p{L}\p{N}_$]*$/u

function nameOptions(outline: readonly OutlineLine[]): readonly Completion[] {
  const top = outline.filter(({ level, kind, name }) => level === 0 && kind !== 'body' && bare.test(name))
  const own = top.map(({ name, kind }) => ({ label: name, type: kinds[kind], detail: kind, boost: 1 }))
  const library = ['this', 'root', 'Math'].map((label) => ({ label, type: 'keyword' }))
  return unique([...own, ...library])
}

/** What the list of that name has of its own, and then what every list has. */
function memberOptions(
  outline: readonly OutlineLine[],
  [first = '', ...rest]: readonly string[],
): readonly Completion[] {
  let owner = outline.findLast(({ level, kind, name }) => level === 0 && kind === 'list' && name === first)
  for (const name of rest) {
    const inside = owner === undefined ? [] : membersOf(outline, owner)
    owner = inside.find((line) => line.kind === 'list' && line.name === name)
  }
  const own = owner === undefined ? [] : membersOf(outline, owner).filter(({ name }) => bare.test(name))
  const built = memberWords.map(({ name, gives, takes }) => ({
    label: name,
    type: takes === 'nothing' ? 'property' : 'method',
    detail: gives,
  }))
  return unique([...own.map(({ name, kind }) => ({ label: name, type: kinds[kind], boost: 1 })), ...built])
}

function unique(options: readonly Completion[]): readonly Completion[] {
  const seen = new Set<string>()
  return options.filter(({ label }) => !seen.has(label) && seen.add(label))
}
