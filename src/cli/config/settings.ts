import * as z from 'zod/mini'
import { backendSchema } from '#protocol/backends.ts'
import { isLoopback } from '#protocol/origin-check.ts'
import { isBackupPlace, isBackupRhythm } from '#server/backup-settings.ts'
import type { ServerSettings } from '#server/settings.ts'
import { logLevels, type LogLevel } from '../log.ts'
import { edgeOptions, type EdgeOptions } from './edge-options.ts'
import { address, bool, hour, ms, port, type Setting } from './setting.ts'
import { statusOptions, type StatusOptions } from './status-options.ts'

/** Everything an operator can set: what the server is told, and what belongs to the other processes. */
export interface Settings extends Omit<ServerSettings, 'port' | 'version'>, EdgeOptions, StatusOptions {
  readonly edgePort: number
  readonly serverPort: number
  readonly statusPort: number
  readonly edgeUrl: string | null
  readonly originUrl: string | null
  readonly statusUrl: string | null
  readonly shellDir: string
  readonly shellWorker: boolean
  readonly logLevel: LogLevel | 'auto'
  readonly open: boolean
}

export type SettingName = keyof Settings

/** Every setting, in the order in which they are shown. */
export const settings: { readonly [Name in SettingName]: Setting<Settings[Name]> } = {
  host: {
    schema: z.string().check(z.refine(isLoopback)),
    default: '127.0.0.1',
    about: 'Where the processes listen. Only addresses of this machine itself, until there are accounts.',
    mustBe:
      'this machine itself (127.0.0.1, ::1 or localhost), because there are no accounts yet and whoever reached another address could read and change every story',
    fix: 'leave it out, and reach Holdfast from another machine through an SSH tunnel',
  },
  edgePort: { ...port, default: 8521, about: 'The port of the edge: the one to open in a browser.' },
  serverPort: { ...port, default: 8522, about: 'The port of the server.' },
  statusPort: { ...port, default: 8523, about: 'The port of the status process.' },
  edgeUrl: {
    ...address,
    about: 'Where a status process that runs alone finds the edge. Otherwise from host and port.',
  },
  originUrl: {
    ...address,
    about: 'Where an edge or status process that runs alone finds the server. Otherwise from host and port.',
  },
  statusUrl: {
    ...address,
    about: 'Where an edge that runs alone finds the status process. Otherwise from host and port.',
  },
  dataDir: {
    schema: z.string().check(z.minLength(1)),
    default: './data',
    about: 'The folder for chats and logs. It is made if it is not there.',
    mustBe: 'the path of a folder',
  },
  shellDir: {
    schema: z.string().check(z.minLength(1)),
    default: 'dist/web',
    about: 'The folder of the built page. A relative path starts at the installation.',
    mustBe: 'the path of a folder',
  },
  shellWorker: {
    ...bool,
    default: true,
    about:
      'Let browsers keep the page, so that it opens while everything is down. `false` takes back what they keep, should it ever be broken.',
  },
  ...edgeOptions,
  ...statusOptions,
  backends: {
    schema: z.readonly(z.array(backendSchema)),
    default: [],
    about:
      'Model servers: a list of `{name, baseURL, apiKey?, model, continuation?}`, or `{name, file}` for a GGUF file.',
    mustBe: 'a list of `{"name": …, "baseURL": "http…", "model": …}`',
  },
  look: { ...bool, default: true, about: 'Look for model servers on this machine when none is configured.' },
  synchronous: {
    schema: z.enum(['full', 'normal']),
    default: 'full',
    about:
      '`full`: what was shown survives a loss of power. `normal`: it survives any crash of a process, and is faster.',
    mustBe: '"full" or "normal"',
  },
  commitDelayMs: {
    ...ms(0, 1000),
    default: 5,
    about: 'How long a token waits for others, when there are many, so that they are made durable together.',
  },
  gatherMs: {
    ...ms(0, 1000),
    default: 100,
    about:
      'How long, at most, the words of a reply are gathered when more than 32 are written at once, so that each costs less. 0: never.',
  },
  atOnce: {
    schema: z.int().check(z.minimum(1), z.maximum(10_000)),
    default: 64,
    about: 'How many replies are written at once; the others wait in line.',
    mustBe: 'a whole number from 1 to 10000',
  },
  firstTokenMs: { ...ms(100, hour), default: 60_000, about: 'How long a back end may take to its first token.' },
  silenceMs: { ...ms(100, hour), default: 10_000, about: 'How long a back end may be silent between tokens.' },
  giveUpMs: {
    ...ms(0, 24 * hour),
    default: 600_000,
    about: 'How long a reply is tried again while no back end can write it.',
  },
  leaseMs: {
    ...ms(200, 60_000),
    default: 5000,
    about: "How long a server's claim on its replies lasts without being renewed.",
  },
  longPollMs: { ...ms(100, 25_000), default: 20_000, about: 'How long a long poll waits for news.' },
  bodyLimitBytes: {
    schema: z.int().check(z.minimum(1000), z.maximum(1_000_000_000)),
    default: 1_000_000,
    about: 'The largest request body that is accepted.',
    mustBe: 'a whole number of bytes from 1000 to 1000000000',
  },
  backupTo: {
    schema: z.nullable(z.string().check(z.refine(isBackupPlace))),
    default: null,
    about:
      'Where backups are kept: a folder, or S3 as `s3://bucket/folder?endpoint=https://…&region=…&pathStyle=true`, all three optional. `null` is the folder `backups` in `dataDir`.',
    mustBe: 'the path of a folder, or an address such as s3://bucket/folder, with no key in it',
  },
  backupAt: {
    schema: z.string().check(z.refine(isBackupRhythm)),
    default: '17 4 * * *',
    about:
      'When backups are made, in the time of this machine: minute, hour, day of the month, month and weekday, as cron has it. What was due while the server did not run is made up for. Kept are 7 daily, 4 weekly and 12 monthly ones.',
    mustBe: 'five fields as in "17 4 * * *", or "never"',
  },
  backupS3KeyId: {
    schema: z.nullable(z.string().check(z.minLength(1))),
    default: null,
    about: 'The id of the key for S3. `null` leaves it to what AWS_ACCESS_KEY_ID, a profile or the machine say.',
    mustBe: 'the id of a key',
  },
  backupS3Secret: {
    schema: z.nullable(z.string().check(z.minLength(1))),
    default: null,
    about: 'The secret of that key. It is never printed.',
    mustBe: 'the secret of the key',
  },
  backupPassphraseFile: {
    schema: z.nullable(z.string().check(z.minLength(1))),
    default: null,
    about:
      'A file whose first line is a passphrase: backups are sealed with it, and `holdfast restore` opens them with it. Nobody can open them without it. `null`: they are not sealed.',
    mustBe: 'the path of a file',
  },
  logLevel: {
    schema: z.enum(['auto', ...logLevels]),
    default: 'auto',
    about: 'How much is logged. `auto`: warnings where a person watches, everything where the log is kept.',
    mustBe: '"auto", "info", "warn", "error" or "silent"',
  },
  open: { ...bool, default: true, about: 'Open the browser when `holdfast up` is ready, where there is a desktop.' },
}

export function isSettingName(text: string): text is SettingName {
  return Object.hasOwn(settings, text)
}

export const settingNames: readonly SettingName[] = Object.keys(settings).filter(isSettingName)
