import { flagOf } from '#shared/cannot-listen.ts'
import { nearest } from '#shared/nearest.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { variableOf } from './names.ts'
import { isSettingName, settingNames, settings, type SettingName } from './settings.ts'

/** A value as somebody gave it, with the words for where it stands. */
export interface Given {
  readonly value: unknown
  /** As in "from --edge-port". */
  readonly source: string
}

export type GivenSettings = ReadonlyMap<SettingName, Given>

/** Values from the command line. `--no-look` is `--look false`. */
export function fromFlags(flags: ReadonlyMap<string, string>): Outcome<GivenSettings, string> {
  const byFlag = new Map(settingNames.map((name) => [flagOf(name), name]))
  const given = new Map<SettingName, Given>()
  for (const [flag, text] of flags) {
    const negated = byFlag.get(flag.replace(/^--no-/, '--'))
    const name = byFlag.get(flag) ?? (negated !== undefined && isSwitch(negated) ? negated : undefined)
    if (name === undefined) return fail(unknownName(flag, [...byFlag.keys(), '--config']))
    if (!byFlag.has(flag) && text !== 'true') return fail(needlessValue(flag, flagOf(name), text))
    given.set(name, { value: byFlag.has(flag) ? parsed(name, text) : false, source: flag })
  }
  return ok(given)
}

function needlessValue(negative: string, positive: string, text: string): string {
  return `\`${negative}\` stands alone: leave out \`${text}\`, or write \`${positive} ${text}\`.`
}

/** Values from the environment. A variable that is empty counts as not set, as shells make it hard to take one away. */
export function fromEnvironment(env: Readonly<Record<string, string | undefined>>): Outcome<GivenSettings, string> {
  const byVariable = new Map(settingNames.map((name) => [variableOf(name), name]))
  const given = new Map<SettingName, Given>()
  for (const [variable, text] of Object.entries(env)) {
    if (!variable.startsWith('HOLDFAST_') || text === undefined || text === '') continue
    const name = byVariable.get(variable)
    if (name === undefined) return fail(unknownName(variable, [...byVariable.keys()]))
    given.set(name, { value: parsed(name, text), source: variable })
  }
  return ok(given)
}

/** Values from the text of a config file. */
export function fromFile(text: string, file: string): Outcome<GivenSettings, string> {
  const content = jsonObject(text)
  if (!content.ok) {
    return fail(`The config file ${file} ${content.error}: correct it, or start without it.`)
  }
  const given = new Map<SettingName, Given>()
  for (const [name, value] of Object.entries(content.value)) {
    if (name === '$schema') continue
    if (!isSettingName(name)) return fail(unknownName(`\`${name}\` in ${file}`, settingNames, name))
    given.set(name, { value, source: file })
  }
  return ok(given)
}

function jsonObject(text: string): Outcome<Record<string, unknown>, string> {
  try {
    // Editors on Windows begin a file with a byte order mark, which no JSON begins with.
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? ok({ ...value }) : fail('does not hold a JSON object')
  } catch (error) {
    return fail(`is not valid JSON (${error instanceof Error ? error.message : String(error)})`)
  }
}

/** Text as the kind of value that the setting holds; left as it is where it cannot be that, for the schema to refuse. */
function parsed(name: SettingName, text: string): unknown {
  const { default: usual, schema } = settings[name]
  // Of a setting that is `null` unless it is set, only the schema knows whether a text or a number is meant.
  if (typeof usual === 'string' || (usual === null && schema.safeParse(text).success)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function isSwitch(name: SettingName): boolean {
  return typeof settings[name].default === 'boolean'
}

function unknownName(shown: string, known: readonly string[], mistyped: string = shown): string {
  const near = nearest(mistyped, known)
  const fix = near === undefined ? '`holdfast config` lists all of them' : `did you mean \`${near}\``
  const subject = shown.includes('`') ? shown : `\`${shown}\``
  return `${subject} is no setting of Holdfast: ${fix}${near === undefined ? '.' : '?'}`
}
