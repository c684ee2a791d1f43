import type { Config } from './load.ts'
import { settingNames, type Settings } from './settings.ts'

interface Shown {
  readonly name: string
  readonly value: unknown
  readonly source: string
}

/** Every value with its source, for a person. */
export function showConfig(config: Config): string {
  const rows = shown(config).map(({ name, value, source }) => [name, JSON.stringify(value), source])
  const widths = [0, 1].map((column) => Math.min(44, Math.max(...rows.map((row) => row[column]?.length ?? 0))))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Every value with its source, for a program. */
export function configJson(config: Config): string {
  return JSON.stringify(Object.fromEntries(shown(config).map(({ name, ...rest }) => [name, rest])), null, 2)
}

function shown({ settings, sources }: Config): readonly Shown[] {
  const masked = withoutSecrets(settings)
  return settingNames.map((name) => ({ name, value: masked[name], source: sources.get(name) ?? 'default' }))
}

const notShown = '(set, not shown)'

/** A key is shown as being there, never as what it is; so is a password in an address. */
function withoutSecrets(settings: Settings): Settings {
  const backends = settings.backends.map((backend) => {
    if (!('baseURL' in backend)) return backend
    const baseURL = backend.baseURL.replace(/\/\/[^/@]*@/, '//…@')
    return backend.apiKey === undefined ? { ...backend, baseURL } : { ...backend, baseURL, apiKey: notShown }
  })
  const backupS3Secret = settings.backupS3Secret === null ? null : notShown
  const placeKey = settings.placeKey === null ? null : notShown
  const statusToken = settings.statusToken === null ? null : notShown
  const statusMailServer = settings.statusMailServer === null ? null : notShown
  return { ...settings, backends, backupS3Secret, placeKey, statusToken, statusMailServer }
}
