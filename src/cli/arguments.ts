import { fail, ok, type Outcome } from '#shared/outcome.ts'

export interface Arguments {
  readonly command: string
  /** By name with its dashes. A flag that stands alone has the value `true`. */
  readonly flags: ReadonlyMap<string, string>
}

/**
 * Splits a command line into a command and its flags: `--name value`, `--name=value`, or `--name` alone. Which flags there
 * are is not known here, so that one table of settings decides it and words the refusal.
 */
export function parseArguments(args: readonly string[]): Outcome<Arguments, string> {
  const [command, ...rest] = args[0]?.startsWith('-') === false ? args : ['', ...args]
  const flags = new Map<string, string>()
  for (let i = 0; i < rest.length; i++) {
    const arg = rest[i] ?? ''
    if (!arg.startsWith('-')) {
      return fail(`\`${arg}\` stands alone on the command line: write a setting as --name value, or leave it out.`)
    }
    const equals = arg.indexOf('=')
    const next = rest[i + 1]
    if (equals > 0) flags.set(arg.slice(0, equals), arg.slice(equals + 1))
    else if (next === undefined || next.startsWith('--')) flags.set(arg, 'true')
    else flags.set(arg, rest[++i] ?? '')
  }
  return ok({ command: command ?? '', flags })
}
