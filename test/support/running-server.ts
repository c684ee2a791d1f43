import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BackendSettings } from '../../src/protocol/backends.ts'
import { startServer } from '../../src/server/node.ts'
import { keptLog, type KeptLog } from '../fixtures/kept-log.ts'
import { realClock } from '../fixtures/real-clock.ts'

export interface RunningServer {
  readonly address: string
  readonly log: KeptLog
  readonly stop: () => Promise<void>
}

/** The server in this process, with a data folder of its own. */
export async function runningServer(backends: readonly BackendSettings[]): Promise<RunningServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-server-'))
  const log = keptLog()
  const started = await startServer(
    {
      host: '127.0.0.1',
      port: 0,
      dataDir,
      backends,
      look: false,
      synchronous: 'normal',
      commitDelayMs: 1,
      gatherMs: 100,
      atOnce: 8,
      firstTokenMs: 5_000,
      silenceMs: 5_000,
      giveUpMs: 5_000,
      leaseMs: 3_000,
      longPollMs: 1_000,
      backupTo: null,
      backupAt: 'never',
      backupS3KeyId: null,
      backupS3Secret: null,
      backupPassphraseFile: null,
      bodyLimitBytes: 1_000_000,
      version: 'test',
    },
    { clock: realClock, chance: Math.random, log },
  )
  if (!started.ok) throw new Error(started.error)
  const { address, stop } = started.value
  return {
    address,
    log,
    async stop() {
      await stop()
      await rm(dataDir, { recursive: true })
    },
  }
}
