import { nearest } from '#shared/nearest.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { needlessWord, parseArguments, type Arguments } from './arguments.ts'
import type { Config } from './config/load.ts'
import { helpText } from './help.ts'
import type { ProcessName } from './process/messages.ts'
import { installedVersion } from './version.ts'

/** Runs one command line. Answers with the exit code: 0 for a good end, 2 for a settings error. */
export async function run(args: readonly string[]): Promise<number> {
  const outcome = await dispatch(parseArguments(args))
  if (outcome.ok) return outcome.value
  console.error(outcome.error)
  return 2
}

type Command = (args: Arguments) => Promise<Outcome<number, string>>

const commands: ReadonlyMap<string, Command> = new Map([
  ['up', withConfig(async ({ settings }) => (await import('./up/up.ts')).up(settings))],
  ['edge', edgeCommand],
  ['server', processCommand('server')],
  ['status', statusCommand],
  ['incident', incidentsCommand],
  ['maintenance', maintenancesCommand],
  ['backup', backupCommand],
  ['restore', restoreCommand],
  ['export', exportCommand],
  ['import', importCommand],
  ['forecast', async ({ flags }) => (await import('./forecast/forecast.ts')).forecastCommand(flags)],
  ['generate', async (args) => (await import('./generate/generate.ts')).generateCommand(args)],
  ['support', async (args) => (await import('./support/support.ts')).supportCommand(args)],
  ['ticket', ticketCommand],
  ['subscriptions', subscriptionsCommand],
  ['doctor', async (args) => (await import('./doctor/doctor.ts')).doctorCommand(args)],
  ['lab', async (args) => (await import('./lab/lab.ts')).labCommand(args)],
  ['config', configCommand],
  ['help', async () => print(helpText())],
  ['version', async () => print(installedVersion())],
])

/** Commands of which the rest of the line is not made of settings alone. */
const takesWords: ReadonlySet<string> = new Set([
  'edge',
  'status',
  'incident',
  'maintenance',
  'restore',
  'import',
  'generate',
  'support',
  'ticket',
  'subscriptions',
  'doctor',
  'lab',
])

function dispatch(args: Arguments): Promise<Outcome<number, string>> {
  const { command, flags } = args
  const isCommand = commands.get(command)
  if (flags.has('--help') || flags.has('-h')) return Promise.resolve(print(helpText()))
  if (command === '' && (flags.has('--version') || flags.has('-v'))) return Promise.resolve(print(installedVersion()))
  const needless = takesWords.has(command) ? undefined : needlessWord(args)
  if (needless !== undefined) return Promise.resolve(fail(needless))
  return isCommand?.(args) ?? Promise.resolve(unknownCommand(command))
}

function withConfig(go: (config: Config, args: Arguments) => Promise<number>): Command {
  return async function runWithConfig(args) {
    const config = await configOf(args.flags)
    return config.ok ? ok(await go(config.value, args)) : config
  }
}

/** Loaded only by commands that have settings: what these are made of is more than the rest of a small command. */
async function readerOf(flags: ReadonlyMap<string, string>): Promise<() => Outcome<Config, string>> {
  const { loadConfig } = await import('./config/load.ts')
  return () => loadConfig({ flags, env: process.env, folder: process.cwd() })
}

async function configOf(flags: ReadonlyMap<string, string>): Promise<Outcome<Config, string>> {
  return (await readerOf(flags))()
}

function processCommand(name: ProcessName): Command {
  const alone = withConfig(async (config, { flags }) => {
    return (await import('./process/run-alone.ts')).runAlone(name, config, await readerOf(flags))
  })
  return async function runProcess(args) {
    // Not for people: `holdfast up` starts its processes so, and tells them the rest itself.
    if (args.flags.has('--supervised') && process.send !== undefined) {
      return ok(await (await import('./process/run-supervised.ts')).runSupervised(name))
    }
    return alone(args)
  }
}

/** `holdfast edge` runs it; `holdfast edge ranges` is about whom it believes. */
async function edgeCommand(args: Arguments): Promise<Outcome<number, string>> {
  const [word, ...more] = args.words
  if (word === undefined) return processCommand('edge')(args)
  const needless = needlessWord({ words: word === 'ranges' ? more : args.words })
  if (needless !== undefined) return fail(needless)
  const own = ownFlags(args.flags, ['--update', '--from'])
  const config = await configOf(own.others)
  if (!config.ok) return config
  return (await import('./cloudflare/ranges-command.ts')).rangesCommand(config.value.settings, own.named)
}

/** What every command calls it that seals or opens something. */
const passphraseFlag = ['--passphrase-file', '--backup-passphrase-file'] as const

/** `holdfast status` runs it; `holdfast status verify` checks a copy of its page. */
async function statusCommand(args: Arguments): Promise<Outcome<number, string>> {
  const [word, ...words] = args.words
  if (word !== 'verify') return statusProcess(args)
  return (await import('./status/verify.ts')).verifyCommand({ ...args, words })
}

/** `--watch` is the public address of a site elsewhere, which is all that is known of it there. */
function statusProcess(args: Arguments): Promise<Outcome<number, string>> {
  const { flags, words } = args
  const [word, ...more] = words
  const watch = flags.get('--watch')
  // Elsewhere `--watch` stands alone, so that the address after it came as a word.
  const site = watch === 'true' ? word : watch
  const needless = needlessWord({ words: watch === 'true' ? more : words })
  if (needless !== undefined) return Promise.resolve(fail(needless))
  if (watch === undefined) return processCommand('status')(args)
  if (site === undefined) return Promise.resolve(fail('`--watch` needs the address of a site: https://story.example.'))
  const others = [...flags].filter(([flag]) => flag !== '--watch')
  return processCommand('status')({ ...args, words: [], flags: new Map([...others, ['--status-watch', site]]) })
}

async function incidentsCommand({ flags, words }: Arguments): Promise<Outcome<number, string>> {
  const { incidentCommand, incidentFlags } = await import('./incident/incident.ts')
  const own = ownFlags(flags, incidentFlags)
  const config = await configOf(own.others)
  return config.ok ? incidentCommand(config.value.settings, words, own.named) : config
}

async function maintenancesCommand({ flags, words }: Arguments): Promise<Outcome<number, string>> {
  const { maintenanceCommand, maintenanceFlags } = await import('./incident/maintenance.ts')
  const own = ownFlags(flags, maintenanceFlags)
  const config = await configOf(own.others)
  return config.ok ? maintenanceCommand(config.value.settings, words, own.named) : config
}

/** `--to` is where backups are kept. */
function backupCommand(args: Arguments): Promise<Outcome<number, string>> {
  const flags = renamed(renamed(args.flags, '--to', '--backup-to'), ...passphraseFlag)
  return withConfig(async ({ settings }) => (await import('./backup/backup.ts')).backup(settings))({ ...args, flags })
}

/** `--to` is the folder of the data. */
async function restoreCommand({ flags, words: [from, ...more] }: Arguments): Promise<Outcome<number, string>> {
  if (more[0] !== undefined) return fail(`\`${more[0]}\` is one backup too many: restore one at a time.`)
  const isDryRun = flags.has('--dry-run')
  const settingFlags = renamed(renamed(flags, '--to', '--data-dir'), ...passphraseFlag)
  settingFlags.delete('--dry-run')
  const config = await configOf(settingFlags)
  if (!config.ok) return config
  return (await import('./backup/restore.ts')).restore(config.value.settings, { from, isDryRun })
}

async function exportCommand({ flags }: Arguments): Promise<Outcome<number, string>> {
  const own = ownFlags(flags, ['--to', '--format', '--chat', '--passphrase-file'])
  const config = await configOf(own.others)
  if (!config.ok) return config
  return (await import('./archive/export.ts')).exportChats(config.value.settings, own.named)
}

async function importCommand({ flags, words: [file, ...more] }: Arguments): Promise<Outcome<number, string>> {
  if (file === undefined) return fail('Which file is to be imported? Write `holdfast import FILE`.')
  if (more[0] !== undefined) return fail(`\`${more[0]}\` is one file too many: import one at a time.`)
  const own = ownFlags(flags, ['--passphrase-file'])
  const config = await configOf(own.others)
  if (!config.ok) return config
  return (await import('./archive/import.ts')).importFile(config.value.settings, { file, flags: own.named })
}

async function ticketCommand({ flags, words }: Arguments): Promise<Outcome<number, string>> {
  const own = ownFlags(flags, ['--json', '--state'])
  const config = await configOf(own.others)
  if (!config.ok) return config
  const order = { words, flags: own.named }
  return (await import('./people/ticket.ts')).ticketCommand(config.value.settings, order)
}

async function subscriptionsCommand({ flags, words }: Arguments): Promise<Outcome<number, string>> {
  const config = await configOf(flags)
  if (!config.ok) return config
  return (await import('./people/subscriptions.ts')).subscriptionsCommand(config.value.settings, words)
}

/** Parts the flags of a command from those of settings. */
function ownFlags(flags: ReadonlyMap<string, string>, names: readonly string[]) {
  const isOwn = ([flag]: readonly [string, string]): boolean => names.includes(flag)
  return { named: new Map([...flags].filter(isOwn)), others: new Map([...flags].filter((one) => !isOwn(one))) }
}

function renamed(flags: ReadonlyMap<string, string>, from: string, to: string): Map<string, string> {
  return new Map([...flags].map(([flag, value]) => [flag === from ? to : flag, value]))
}

async function configCommand({ command, flags, words }: Arguments): Promise<Outcome<number, string>> {
  const settingFlags = new Map([...flags].filter(([flag]) => flag !== '--json' && flag !== '--schema'))
  if (flags.has('--schema')) return print((await import('./config/json-schema.ts')).configJsonSchema().trimEnd())
  const { configJson, showConfig } = await import('./config/show.ts')
  const show = flags.has('--json') ? configJson : showConfig
  return withConfig(async (config) => {
    console.log(show(config))
    return 0
  })({ command, flags: settingFlags, words })
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
