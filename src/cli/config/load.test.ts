import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig, type Config } from './load.ts'
import { flagOf } from '#shared/cannot-listen.ts'
import { variableOf } from './names.ts'
import { settingNames } from './settings.ts'
import { configJson, showConfig } from './show.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-config-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Given {
  readonly flags?: Record<string, string>
  readonly env?: Record<string, string>
  readonly file?: string
}

function load({ flags = {}, env = {}, file }: Given): ReturnType<typeof loadConfig> {
  const place = mkdtempSync(join(folder, 'case-'))
  if (file !== undefined) writeFileSync(join(place, 'holdfast.config.json'), file)
  return loadConfig({ flags: new Map(Object.entries(flags)), env, folder: place })
}

function loaded(given: Given): Config {
  const config = load(given)
  if (!config.ok) throw new Error(config.error)
  return config.value
}

function refused(given: Given): string {
  const config = load(given)
  if (config.ok) throw new Error('it was not refused')
  expect(config.error, 'one sentence').toMatch(/^[^\n]+[.?]$/)
  return config.error
}

describe('where a value comes from', () => {
  const file = '{"edgePort": 3, "serverPort": 3, "statusPort": 3}'
  const env = { HOLDFAST_EDGE_PORT: '2', HOLDFAST_SERVER_PORT: '2' }
  const flags = { '--edge-port': '1' }

  test('is a flag, else the environment, else the file, else the default', () => {
    const { settings, sources } = loaded({ flags, env, file })
    expect([settings.edgePort, settings.serverPort, settings.statusPort, settings.atOnce]).toEqual([1, 2, 3, 64])
    expect(['edgePort', 'serverPort', 'statusPort', 'atOnce'].map((name) => sources.get(settingName(name)))).toEqual([
      '--edge-port',
      'HOLDFAST_SERVER_PORT',
      'holdfast.config.json',
      'default',
    ])
  })

  test('can be a file that begins with a byte order mark, as editors on Windows write it', () => {
    expect(loaded({ file: '\uFEFF{"atOnce": 5}' }).settings.atOnce).toBe(5)
  })

  test('can be another file, by its name', () => {
    const other = join(folder, 'other.json')
    writeFileSync(other, '{"$schema": "x", "atOnce": 5}')
    const { settings, sources } = loaded({ flags: { '--config': other } })
    expect([settings.atOnce, sources.get('atOnce')]).toEqual([5, other])
  })

  test('a setting that is nothing until it is set can be a number or a text', () => {
    const both = { HOLDFAST_METRICS_PORT: '9464', HOLDFAST_PLACE_KEY: '1234567890123456' }
    expect(loaded({ env: both }).settings).toMatchObject({ metricsPort: 9464, placeKey: '1234567890123456' })
    expect(loaded({ flags: { '--metrics-port': 'null' } }).settings.metricsPort).toBeNull()
    expect(refused({ env: { HOLDFAST_METRICS_PORT: 'nowhere' } })).toContain('`metricsPort` is "nowhere"')
  })

  test('a switch is turned with --name and --no-name', () => {
    expect(loaded({ flags: { '--no-look': 'true', '--open': 'true' } }).settings).toMatchObject({
      look: false,
      open: true,
    })
    expect(loaded({ env: { HOLDFAST_LOOK: 'false' } }).settings.look).toBe(false)
  })

  test('an empty variable counts as not set', () => {
    expect(loaded({ env: { HOLDFAST_BACKENDS: '', HOLDFAST_EDGE_PORT: '' } }).sources.get('edgePort')).toBe('default')
  })

  test('back ends are a JSON list in the environment', () => {
    const backends = [{ name: 'a', baseURL: 'http://127.0.0.1:1/v1', model: 'm', continuation: 'prefill' }]
    expect(loaded({ env: { HOLDFAST_BACKENDS: JSON.stringify(backends) } }).settings.backends).toEqual(backends)
  })
})

function settingName(text: string): (typeof settingNames)[number] {
  const name = settingNames.find((known) => known === text)
  if (name === undefined) throw new Error(`no setting ${text}`)
  return name
}

describe('what cannot be is refused in one sentence that names the setting, its source and the fix', () => {
  test.for<[Given, string]>([
    [{ flags: { '--edge-prot': '1' } }, '`--edge-prot` is no setting of Holdfast: did you mean `--edge-port`?'],
    [
      { flags: { '--no-edge-port': 'true' } },
      '`--no-edge-port` is no setting of Holdfast: did you mean `--edge-port`?',
    ],
    [
      { env: { HOLDFAST_BACKEND: '[]' } },
      '`HOLDFAST_BACKEND` is no setting of Holdfast: did you mean `HOLDFAST_BACKENDS`?',
    ],
    [
      { file: '{"edgeport": 1}' },
      '`edgeport` in holdfast.config.json is no setting of Holdfast: did you mean `edgePort`?',
    ],
    [
      { flags: { '--colour-of-the-sea': 'blue' } },
      '`--colour-of-the-sea` is no setting of Holdfast: `holdfast config` lists all of them.',
    ],
    [
      { env: { HOLDFAST_EDGE_PORT: '70000' } },
      '`edgePort` is 70000 (from HOLDFAST_EDGE_PORT), but must be a whole number from 0 to 65535, where 0 lets the system choose: set HOLDFAST_EDGE_PORT to such a value.',
    ],
    [
      { flags: { '--at-once': 'many' } },
      '`atOnce` is "many" (from --at-once), but must be a whole number from 1 to 10000: give --at-once such a value.',
    ],
    [
      { file: '{"look": "yes"}' },
      '`look` is "yes" (from holdfast.config.json), but must be true or false: correct `look` in holdfast.config.json.',
    ],
    [{ file: '{"look": tru' }, 'The config file holdfast.config.json is not valid JSON ('],
    [
      { file: '[]' },
      'The config file holdfast.config.json does not hold a JSON object: correct it, or start without it.',
    ],
    [{ flags: { '--no-look': 'x' } }, '`--no-look` stands alone: leave out `x`, or write `--look x`.'],
    [
      { flags: { '--origin-url': 'http://[' } },
      '`originUrl` is "http://[" (from --origin-url), but must be an address',
    ],
    [{ env: { HOLDFAST_EDGE_URL: 'http://a:99999' } }, 'set HOLDFAST_EDGE_URL to such a value.'],
    [{ flags: { '--status-url': 'http://me:pass@h' } }, 'with no user and no path'],
    [{ flags: { '--config': 'none.json' } }, 'The config file none.json cannot be read (ENOENT'],
    [{ env: { HOLDFAST_BACKENDS: '[{"name":"a","baseURL":"ftp://x","model":"m"}]' } }, '(from HOLDFAST_BACKENDS, at 0'],
    [{ flags: { '--host': '0.0.0.0' } }, 'there are no accounts yet'],
    [{ flags: { '--host': '0.0.0.0' } }, 'through an SSH tunnel.'],
    [{ flags: { '--host': '' } }, '`host` is "" (from --host)'],
  ])('%o', ([given, sentence]) => {
    expect(refused(given)).toContain(sentence)
  })

  test('a secret is never in the sentence', () => {
    const backends = '[{"name":"a","apiKey":"sk-secret","baseURL":"x","model":"m"}]'
    expect(refused({ env: { HOLDFAST_BACKENDS: backends } })).not.toContain('sk-secret')
  })

  test('a config file that is a folder', () => {
    mkdirSync(join(folder, 'a-folder'), { recursive: true })
    expect(refused({ flags: { '--config': join(folder, 'a-folder') } })).toContain('EISDIR')
  })
})

describe('what is shown', () => {
  const backends = '[{"name":"a","apiKey":"sk-secret","baseURL":"http://me:pass@h/v1","model":"m"}]'

  test('is every value with its source, for people and for programs, without secrets', () => {
    const config = loaded({ env: { HOLDFAST_BACKENDS: backends }, flags: { '--edge-port': '7' } })
    const lines = showConfig(config).split('\n')
    expect(lines).toHaveLength(settingNames.length)
    expect(lines.find((line) => line.startsWith('edgePort'))).toMatch(/^edgePort +7 +--edge-port$/)
    expect(JSON.parse(configJson(config)).edgePort).toEqual({ value: 7, source: '--edge-port' })
    for (const shown of [showConfig(config), configJson(config)]) {
      expect(shown).not.toContain('sk-secret')
      expect(shown).not.toContain('me:pass')
      expect(shown).toContain('(set, not shown)')
    }
  })
})

test('every setting has one name per place, and no two share one', () => {
  expect(flagOf('bodyLimitBytes')).toBe('--body-limit-bytes')
  expect(variableOf('bodyLimitBytes')).toBe('HOLDFAST_BODY_LIMIT_BYTES')
  expect(new Set(settingNames.map(flagOf)).size).toBe(settingNames.length)
  expect(new Set(settingNames.map(variableOf)).size).toBe(settingNames.length)
})
