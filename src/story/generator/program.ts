import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { compilerFor } from './compile/compiler.ts'
import { GeneratorFault, type Diagnostic } from './fault.ts'
import type { Limits } from './limits.ts'
import type { Modules } from './modules.ts'
import { pluginNamed } from './plugins/plugins.ts'
import { entryOf } from './run/entry.ts'
import { oddsNow } from './run/pick.ts'
import { textOf } from './run/print.ts'
import { functionOf, valueOfMember } from './run/properties.ts'
import { RandomStream, seedFrom } from './run/random.ts'
import { Run } from './run/run.ts'
import type { Evaluate } from './run/template.ts'
import type { Value } from './run/value.ts'
import { FunctionSource, ListNode, Property } from './tree/list-node.ts'
import { diagnosticAt, type Module } from './tree/module.ts'
import type { WordForms } from './words/word-forms.ts'

interface ProgramOptions {
  readonly modules: Modules
  readonly limits: Limits
  /** The time, in milliseconds, for the limit of it. */
  readonly now: (() => number) | undefined
}

export interface RollOptions {
  readonly seed: string
  /** Which result of this seed: each stands alone, however many are asked for. */
  readonly index: number
  /** What could stand in one square block; without it, what the generator gives by itself. */
  readonly call?: string | undefined
  readonly words?: WordForms | undefined
  readonly isTraced?: boolean
}

export interface Roll {
  readonly text: string
  /** What was picked, in order; empty unless asked for. */
  readonly picks: readonly PickedHere[]
}

/** One pick on the way to a result. */
export interface PickedHere {
  readonly list: string
  readonly item: string
  readonly line: number
  readonly module: string
  /** How deep in texts and calls. */
  readonly depth: number
  /** How likely it was, from 0 to 1, as the odds stood then. */
  readonly share: number
}

/** An item and what it counts. */
export interface WeighedItem {
  readonly item: string
  readonly line: number
  readonly odds: number
  readonly isDynamic: boolean
}

/** A generator, read once and rolled as often as one likes. */
export class Program {
  readonly main: Module
  readonly limits: Limits
  readonly modules: Modules
  readonly #now: (() => number) | undefined
  readonly #calls = new Map<string, Evaluate>()

  constructor(main: Module, { modules, limits, now }: ProgramOptions) {
    this.main = main
    this.modules = modules
    this.limits = limits
    this.#now = now
  }

  /** One generation, from a fresh state. Whatever goes wrong in it is a diagnostic. */
  roll(options: RollOptions): Outcome<Roll, Diagnostic> {
    return this.#within(options, (run) => {
      const text = textOf(run, this.#evaluate(run, options.call))
      return { text, picks: (run.picks ?? []).map(pickedHere) }
    })
  }

  /** The odds of each item of a list, as they stand when a generation begins. */
  weigh(list: string): Outcome<readonly WeighedItem[], Diagnostic> {
    return this.#within({ seed: '', index: 0 }, (run) => {
      const found = this.#callOf(list)(run, this.main.root, undefined)
      const node = found instanceof ListNode ? found : run.fail('not-a-list', `${list} is no list.`)
      return node.choices.items.map((item) => ({
        item: item.name,
        line: diagnosticAt(item, 'syntax', '').line,
        odds: oddsNow(run, item),
        isDynamic: typeof item.odds !== 'number',
      }))
    })
  }

  #within<T>({ seed, index, words, isTraced = false }: RollOptions, work: (run: Run) => T): Outcome<T, Diagnostic> {
    const { limits, main } = this
    const random = new RandomStream(seedFrom(seed), index)
    const run = new Run({ limits, random, main, importNamed: this.#importNamed, words, now: this.#now, isTraced })
    try {
      return ok(work(run))
    } catch (error) {
      return fail(diagnosticFor(error, run))
    }
  }

  readonly #importNamed = (run: Run, name: string): Value => {
    const module = this.modules.named(name)
    if (module === 'too-large') return run.fail('source-too-large', this.modules.tooLarge)
    if (module !== 'missing') return valueOfModule(module)
    return pluginNamed(name) ?? run.fail('import-not-found', `There is no generator and no plugin called ${name}.`)
  }

  #evaluate(run: Run, call: string | undefined): Value {
    if (call !== undefined) return this.#callOf(call)(run, this.main.root, undefined)
    const entry = entryOf(this.main)
    if (entry === undefined) return run.fail('empty-list', 'This generator has no list.')
    return entry instanceof Property ? valueOfMember(run, this.main.root, entry) : entry
  }

  #callOf(call: string): Evaluate {
    const known = this.#calls.get(call)
    if (known !== undefined) return known
    // Callers may make up calls without end.
    if (this.#calls.size >= 100) this.#calls.clear()
    const compiled = compileCallText(this.main, call, this.limits.nesting)
    this.#calls.set(call, compiled)
    return compiled
  }
}

/** What importing a module gives: the function it is, or its lists. */
function valueOfModule({ root }: Module): Value {
  const output = root.members?.get('$output')
  return output instanceof FunctionSource ? functionOf(output) : root
}

/** The call is a source of its own, in which the generator's names mean what they mean in it. */
function compileCallText(main: Module, call: string, nesting: number): Evaluate {
  const module: Module = {
    name: '--list',
    source: call,
    root: main.root,
    warnings: [],
    get compiler() {
      return compilerFor(module, nesting)
    },
  }
  return module.compiler.block(0, call.length)
}

function pickedHere({ list, item, place, depth, share }: NonNullable<Run['picks']>[number]): PickedHere {
  const { line, module } = diagnosticAt(place, 'syntax', '')
  return { list, item, line, module, depth, share }
}

/** What a person is told. What is no fault of the generator is a bug of ours, or asks for more than is loaded. */
function diagnosticFor(error: unknown, run: Run): Diagnostic {
  if (error instanceof GeneratorFault)
    return { ...diagnosticAt(error.place, error.id, error.message), severity: 'error' }
  if (!(error instanceof RangeError)) throw error
  // The host's stack may end before our count of texts in texts does: in a worker, or below a deep caller.
  return { ...diagnosticAt(run.place, 'too-deep', 'Texts and calls lie too deep in each other.'), severity: 'error' }
}
