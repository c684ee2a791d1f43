import { nearest } from '#shared/nearest.ts'

export interface Arguments {
  readonly command: string
  /** By name with its dashes. A flag that stands alone has the value `true`. */
  readonly flags: ReadonlyMap<string, string>
  /** What belongs to no flag. */
  readonly words: readonly string[]
}

/** Flags that may come several times: their values stand one after the other, with commas between them. */
const several = new Set(['--chat', '--component'])

/** Flags that never have a value, so that what follows one is a word of its own. */
const alone = new Set(['--dry-run', '--json', '--replay', '--check', '--update', '--watch', '--evidence', '--again'])

/**
 * Splits a command line into a command, its flags (`--name value`, `--name=value`, or `--name` alone) and its words. Which
 * flags there are is not known here, so that one table of settings decides it and words the refusal.
 */
export function parseArguments(args: readonly string[]): Arguments {
  const [command, ...rest] = args[0]?.startsWith('-') === false ? args : ['', ...args]
  const flags = new Map<string, string>()
  const words: string[] = []
  const set = (flag: string, value: string): void => {
    const before = several.has(flag) ? flags.get(flag) : undefined
    flags.set(flag, before === undefined ? value : `${before},${value}`)
  }
  for (let i = 0; i < rest.length; i++) {
    const arg = rest[i] ?? ''
    const equals = arg.indexOf('=')
    const next = rest[i + 1]
    // A dash alone is what people write for "what comes in".
    if (!arg.startsWith('-') || arg === '-') words.push(arg)
    else if (equals > 0) set(arg.slice(0, equals), arg.slice(equals + 1))
    else if (next === undefined || next.startsWith('--') || alone.has(arg)) set(arg, 'true')
    else set(arg, rest[++i] ?? '')
  }
  return { command: command ?? '', flags, words }
}

/** Why a command that has flags of its own, and no settings, does not take one of these; undefined when it takes all. */
export function unknownFlag(
  { command, flags }: Pick<Arguments, 'command' | 'flags'>,
  own: readonly string[],
): string | undefined {
  const unknown = [...flags.keys()].find((flag) => !own.includes(flag))
  if (unknown === undefined) return undefined
  const near = nearest(unknown, own)
  const fix = near === undefined ? `it takes ${own.join(', ')}.` : `did you mean \`${near}\`?`
  return `\`holdfast ${command}\` does not take \`${unknown}\`: ${fix}`
}

/** Why a command that takes flags alone does not take these words; undefined when there are none. */
export function needlessWord({ words: [word] }: Pick<Arguments, 'words'>): string | undefined {
  if (word === undefined) return undefined
  return `\`${word}\` stands alone on the command line: write a setting as --name value, or leave it out.`
}
