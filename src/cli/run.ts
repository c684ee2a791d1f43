import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { parseArguments, type Arguments } from './arguments.ts'
import { loadConfig, type Config } from './config/load.ts'
import { nearest } from './config/names.ts'
import { helpText } from './help.ts'
import type { ProcessName } from './process/messages.ts'
import { installedVersion } from './version.ts'

/** Runs one command line. Answers with the exit code: 0 for a good end, 2 for a settings error. */
export async function run(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(args)
  const outcome = parsed.ok ? await dispatch(parsed.value) : parsed
  if (outcome.ok) return outcome.value
  console.error(outcome.error)
  return 2
}

type Command = (args: Arguments) => Promise<Outcome<number, string>>

const commands: ReadonlyMap<string, Command> = new Map([
  ['up', withConfig(async ({ settings }) => (await import('./up/up.ts')).up(settings))],
  ['edge', processCommand('edge')],
  ['server', processCommand('server')],
  ['status', processCommand('status')],
  ['config', configCommand],
  ['help', async () => print(helpText())],
  ['version', async () => print(installedVersion())],
])

function dispatch(args: Arguments): Promise<Outcome<number, string>> {
  const { command, flags } = args
  const isCommand = commands.get(command)
  if (flags.has('--help') || flags.has('-h')) return Promise.resolve(print(helpText()))
  if (command === '' && (flags.has('--version') || flags.has('-v'))) return Promise.resolve(print(installedVersion()))
  return isCommand?.(args) ?? Promise.resolve(unknownCommand(command))
}

function withConfig(go: (config: Config, args: Arguments) => Promise<number>): Command {
  return async function runWithConfig(args) {
    const config = loadConfig({ flags: args.flags, env: process.env, folder: process.cwd() })
    return config.ok ? ok(await go(config.value, args)) : config
  }
}

function processCommand(name: ProcessName): Command {
  const alone = withConfig(async ({ settings }) => (await import('./process/run-alone.ts')).runAlone(name, settings))
  return async function runProcess(args) {
    // Not for people: `holdfast up` starts its processes so, and tells them the rest itself.
    if (args.flags.has('--supervised') && process.send !== undefined) {
      return ok(await (await import('./process/run-supervised.ts')).runSupervised(name))
    }
    return alone(args)
  }
}

async function configCommand({ command, flags }: Arguments): Promise<Outcome<number, string>> {
  const settingFlags = new Map([...flags].filter(([flag]) => flag !== '--json' && flag !== '--schema'))
  if (flags.has('--schema')) return print((await import('./config/json-schema.ts')).configJsonSchema().trimEnd())
  const { configJson, showConfig } = await import('./config/show.ts')
  const show = flags.has('--json') ? configJson : showConfig
  return withConfig(async (config) => {
    console.log(show(config))
    return 0
  })({ command, flags: settingFlags })
}

function print(text: string): Outcome<number, string> {
  console.log(text)
  return ok(0)
}

function unknownCommand(command: string): Outcome<number, string> {
  if (command === '') return print(helpText())
  const near = nearest(command, [...commands.keys()])
  const fix = near === undefined ? '`holdfast help` lists all of them.' : `did you mean \`holdfast ${near}\`?`
  return fail(`\`${command}\` is no command of Holdfast: ${fix}`)
}
