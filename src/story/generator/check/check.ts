import { GeneratorFault, type Diagnostic, type FaultId, type WarningId } from '../fault.ts'
import { pageNames } from '../names.ts'
import { pluginNamed } from '../plugins/plugins.ts'
import type { Program } from '../program.ts'
import { entryOf } from '../run/entry.ts'
import { FunctionSource, type ListNode } from '../tree/list-node.ts'
import { diagnosticAt, topLevel, type Module } from '../tree/module.ts'
import { endlessLists } from './endless.ts'
import { namesIn, unknownNames, type Names, type UsedName } from './names.ts'
import { parseAll } from './parsed.ts'

/** Everything worth a word to the writer of a generator, from its first line to its last. */
export function checkProgram(program: Program): readonly Diagnostic[] {
  const { main } = program
  const { texts, warnings, faults } = parseAll(main, program.limits.nesting)
  const names = namesIn(texts)
  const tell = teller(main)
  return [
    ...warnings.map(({ id, message, at }) => tell(id, message, at)),
    ...faults.map((fault) => told(tell, fault)),
    ...unknownNames(main, names).map((unknown) => unknownName(tell, unknown)),
    ...pageWords(main, names).map(({ name, at }) => tell('browser-javascript', browserSays(`\`${name}\``), at)),
    ...unknownImports(program, names).map(({ name, at }) =>
      tell('unknown-import', `There is no generator and no plugin called ${name}.`, at),
    ),
    ...modulesWithoutOutput(program, names).map(({ name, at }) =>
      tell(
        'no-output-in-module',
        `${name} has an output but no $output, so importing it gives the names of its lists.`,
        at,
      ),
    ),
    ...metaKeys(main).map(({ name, at }) =>
      tell('meta-unknown-key', `$meta has no ${name}: it has ${[...knownMetaKeys].join(', ')}.`, at),
    ),
    ...preprocessing(main).map((at) =>
      tell('browser-javascript', browserSays('`$preprocess`, which rewrites the source before it is read'), at),
    ),
    ...unusedLists(main, names).map(({ name, at }) => tell('unused-list', `Nothing mentions the list ${name}.`, at)),
    ...endlessLists(main, texts).map(({ at, path }) =>
      tell('endless-list', `This never ends: ${[...path, path[0]].join(' → ')}.`, at),
    ),
  ].toSorted((one, other) => one.line - other.line || one.column - other.column)
}

type Tell = (id: FaultId | WarningId, message: string, at: number, severity?: Diagnostic['severity']) => Diagnostic

function teller(module: Module): Tell {
  return (id, message, at, severity = 'warning') => ({ ...diagnosticAt({ module, at }, id, message), severity })
}

/** What only a page can run stops nothing but itself, so it is a warning here. */
function told(tell: Tell, { id, message, place }: GeneratorFault): Diagnostic {
  return tell(id, message, place.at, id === 'browser-javascript' ? 'warning' : 'error')
}

function unknownName(tell: Tell, { name, at, near }: ReturnType<typeof unknownNames>[number]): Diagnostic {
  const hint = near === undefined ? '.' : `: did you mean ${near}?`
  return tell('not-defined', `${name} is not defined${hint}`, at, 'error')
}

function browserSays(what: string): string {
  return `This uses browser JavaScript: ${what}. Lists still work.`
}

function pageWords(module: Module, { used, made }: Names): readonly UsedName[] {
  return used.filter(({ name }) => pageNames.has(name) && !made.has(name) && topLevel(module, name) === undefined)
}

function unknownImports(program: Program, { imports }: Names): readonly UsedName[] {
  return imports.filter(({ name }) => program.modules.named(name) === 'missing' && pluginNamed(name) === undefined)
}

function modulesWithoutOutput(program: Program, { imports }: Names): readonly UsedName[] {
  return imports.filter(({ name }) => {
    const module = program.modules.named(name)
    return (
      typeof module !== 'string' &&
      topLevel(module, 'output') !== undefined &&
      topLevel(module, '$output') === undefined
    )
  })
}

const knownMetaKeys: ReadonlySet<string> = new Set(['title', 'description', 'image', 'tags', 'header', 'dynamic'])

function metaKeys(module: Module): readonly UsedName[] {
  const meta = module.root.childNamed('$meta')
  const keys = [...(meta?.members?.values() ?? []), ...(meta?.children ?? [])]
  return keys.filter(({ name }) => !knownMetaKeys.has(name))
}

function preprocessing(module: Module): readonly number[] {
  const found = topLevel(module, '$preprocess')
  return found === undefined ? [] : [found.at]
}

/** Only in a generator that has an output: what is nothing but lists is there for others to import. */
function unusedLists(module: Module, { used, keys, areWorkedOut }: Names): readonly ListNode[] {
  const hasOutput = ['$output', 'output'].some((name) => topLevel(module, name) !== undefined)
  if (areWorkedOut || !hasOutput || topLevel(module, '$output') instanceof FunctionSource) return []
  const mentioned = new Set([...used.map(({ name }) => name), ...keys])
  const entry = entryOf(module)
  return module.root.children.filter(
    (list) => list !== entry && !list.raw.startsWith('$') && list.name !== 'output' && !mentioned.has(list.name),
  )
}
