import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { flagOf } from '#shared/cannot-listen.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { errnoOf } from '#shared/errno.ts'
import { variableOf } from './names.ts'
import { settingNames, settings, type SettingName, type Settings } from './settings.ts'
import { fromEnvironment, fromFile, fromFlags, type Given, type GivenSettings } from './sources.ts'

export interface Config {
  readonly settings: Settings
  /** Where each value comes from: a flag, a variable, a file, or `default`. */
  readonly sources: ReadonlyMap<SettingName, string>
}

export interface Surroundings {
  readonly flags: ReadonlyMap<string, string>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly folder: string
}

const usualFile = 'holdfast.config.json'

/** All settings: from a flag, else the environment, else the config file, else the default. The error is one sentence. */
export function loadConfig({ flags, env, folder }: Surroundings): Outcome<Config, string> {
  const named = flags.get('--config')
  const settingFlags = new Map([...flags].filter(([flag]) => flag !== '--config'))
  const layers: GivenSettings[] = []
  for (const layer of [fromFlags(settingFlags), fromEnvironment(env), readFile(folder, named)]) {
    if (!layer.ok) return layer
    layers.push(layer.value)
  }
  return merged(layers)
}

function readFile(folder: string, named: string | undefined): Outcome<GivenSettings, string> {
  const file = named ?? usualFile
  try {
    return fromFile(readFileSync(resolve(folder, file), 'utf8'), file)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' && named === undefined) return ok(new Map())
    const why = error instanceof Error ? error.message : String(error)
    return fail(`The config file ${file} cannot be read (${why}): correct --config, or make the file readable.`)
  }
}

function merged(layers: readonly GivenSettings[]): Outcome<Config, string> {
  const values: Partial<Record<SettingName, unknown>> = {}
  const sources = new Map<SettingName, string>()
  for (const name of settingNames) {
    const given = layers.find((layer) => layer.has(name))?.get(name)
    values[name] = given === undefined ? settings[name].default : given.value
    sources.set(name, given?.source ?? 'default')
    const problem = given === undefined ? undefined : problemOf(name, given)
    if (problem !== undefined) return fail(problem)
  }
  if (!isWhole(values)) throw new Error('a default value does not fit its own setting')
  return ok({ settings: values, sources })
}

/** Whether all settings are there and each is what it must be. */
export function isWhole(values: Partial<Record<SettingName, unknown>>): values is Settings {
  return settingNames.every((name) => settings[name].schema.safeParse(values[name]).success)
}

/** What is not repeated to whoever reads over a shoulder, not even where it cannot be used. */
const secret: ReadonlySet<SettingName> = new Set([
  'backends',
  'backupS3Secret',
  'placeKey',
  'statusToken',
  'statusMailServer',
])

/** Why a value cannot be used, in one sentence that names the setting, where it comes from, and what would do. */
function problemOf(name: SettingName, { value, source }: Given): string | undefined {
  const checked = settings[name].schema.safeParse(value)
  if (checked.success) return undefined
  const shown = secret.has(name) ? 'not usable' : JSON.stringify(value)
  const where = checked.error.issues[0]?.path.join('.') ?? ''
  const part = where === '' ? '' : `, at ${where}`
  const fix = settings[name].fix ?? fixAt(name, source)
  return `\`${name}\` is ${shown} (from ${source}${part}), but must be ${settings[name].mustBe}: ${fix}.`
}

function fixAt(name: SettingName, source: string): string {
  if (source.startsWith('--')) return `give ${flagOf(name)} such a value`
  return source === variableOf(name) ? `set ${source} to such a value` : `correct \`${name}\` in ${source}`
}
