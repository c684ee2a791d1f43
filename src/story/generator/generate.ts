import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { checkProgram } from './check/check.ts'
import type { Diagnostic } from './fault.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { Modules, type FindSource } from './modules.ts'
import { Program, type Roll, type RollOptions } from './program.ts'
import { WordFormsMissing, type WordForms } from './words/word-forms.ts'

export interface GenerateRequest {
  readonly source: string
  /** What can be imported, by name, before what is built in. */
  readonly files?: Readonly<Record<string, string>> | FindSource
  /** A list's name, or what could stand in one square block. */
  readonly call?: string | undefined
  readonly count?: number
  /** The same seed gives the same texts, everywhere. */
  readonly seed: string | number
  readonly limits?: Partial<Limits>
  /** The time, for the limit of it. Without a clock, steps alone end what does not end by itself. */
  readonly now?: () => number
}

export interface Generated {
  readonly outputs: readonly string[]
  readonly warnings: readonly Diagnostic[]
}

/** Rolls a generator. The first generation that fails ends the request. */
export async function generate(request: GenerateRequest): Promise<Outcome<Generated, Diagnostic>> {
  const opened = openGenerator(request.source, request)
  if (!opened.ok) return opened
  const outputs: string[] = []
  for (let index = 0; index < (request.count ?? 1); index++) {
    const rolled = await opened.value.roll({ seed: request.seed, call: request.call, index })
    if (!rolled.ok) return rolled
    outputs.push(rolled.value.text)
  }
  return ok({ outputs, warnings: opened.value.check().filter(({ severity }) => severity === 'warning') })
}

export interface RollRequest {
  readonly seed: string | number
  readonly call?: string | undefined
  /** Which result of the seed. */
  readonly index?: number
  /** Whether to say what was picked. */
  readonly isTraced?: boolean
}

/** A generator that was read, and can be rolled again and again. */
export interface Generator {
  readonly program: Program
  readonly roll: (request: RollRequest) => Promise<Outcome<Roll, Diagnostic>>
  /** Everything worth a word to its writer, from the first line to the last. */
  readonly check: () => readonly Diagnostic[]
}

export type OpenOptions = Pick<GenerateRequest, 'files' | 'limits' | 'now'>

export function openGenerator(
  source: string,
  { files = {}, limits, now }: OpenOptions = {},
): Outcome<Generator, Diagnostic> {
  const bounds = { ...defaultLimits, ...limits }
  const find =
    typeof files === 'function' ? files : (name: string) => (Object.hasOwn(files, name) ? files[name] : undefined)
  const modules = new Modules(find, bounds)
  const main = modules.read(source, '')
  if (main === undefined) return fail(tooLarge(modules.tooLarge))
  const program = new Program(main, { modules, limits: bounds, now })
  return ok({
    program,
    roll: ({ seed, call, index = 0, isTraced = false }) =>
      rollWithWords(program, { seed: String(seed), call, index, isTraced }),
    check: () => checkProgram(program),
  })
}

let loaded: WordForms | undefined

/** The tables of word forms come with the first generation that needs them, which then begins anew. */
async function rollWithWords(
  program: Program,
  options: Omit<RollOptions, 'words'>,
): Promise<Outcome<Roll, Diagnostic>> {
  try {
    return program.roll({ ...options, words: loaded })
  } catch (error) {
    if (!(error instanceof WordFormsMissing)) throw error
  }
  loaded = (await import('./words/english.ts')).english
  return program.roll({ ...options, words: loaded })
}

function tooLarge(message: string): Diagnostic {
  return { id: 'source-too-large', severity: 'error', message, line: 1, column: 1, list: '', module: '', snippet: '' }
}
