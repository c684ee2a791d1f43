import type { BackendSettings } from '#protocol/backends.ts'
import type { Chance, Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'

/** Everything the server can be told. All times are milliseconds. */
export interface ServerSettings {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly dataDir: string
  readonly backends: readonly BackendSettings[]
  /** Look for model servers on this machine when no back end is configured. */
  readonly look: boolean
  /** `full`: what was shown survives a loss of power. `normal`: it survives any crash of a process. */
  readonly synchronous: 'full' | 'normal'
  /** How long a token waits for others, when there are many, so that they are committed together. */
  readonly commitDelayMs: number
  /** How long, at most, the words of a reply are gathered before they are read, when there are many replies. */
  readonly gatherMs: number
  /** How many replies are written at once; the rest wait in line. */
  readonly atOnce: number
  /** How long a back end may take to the first token. */
  readonly firstTokenMs: number
  /** How long a back end may be silent between tokens. */
  readonly silenceMs: number
  /** How long a reply is tried again while no back end can write it. */
  readonly giveUpMs: number
  /** How long the lease of this server on its jobs lasts without being extended. */
  readonly leaseMs: number
  /** How long a long-poll waits for news. */
  readonly longPollMs: number
  /** Where backups are kept: a folder or an address of S3; null for the folder `backups` among the data. */
  readonly backupTo: string | null
  /** When backups are made, as cron has it, or `never`. */
  readonly backupAt: string
  readonly backupS3KeyId: string | null
  readonly backupS3Secret: string | null
  /** The file whose first line is the passphrase that backups are sealed with; null: they are not sealed. */
  readonly backupPassphraseFile: string | null
  /** The largest request body accepted. */
  readonly bodyLimitBytes: number
  readonly version: string
}

/** What the server takes from its surroundings. */
export interface ServerMeans {
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
}

export interface RunningProcess {
  /** Where it listens, as `http://host:port`. */
  readonly address: string
  /** What the operator must hear at once, in sentences; undefined when all is well. */
  readonly notice?: string | undefined
  /** Takes nothing new, lets what runs come to a good end within a bound, closes everything. */
  readonly stop: () => Promise<void>
}
