import { Hono } from 'hono'
import { ledgerSchema, type LastBackup, type Ledger, type Trouble } from '#protocol/ledger.ts'
import type { Storage } from '../storage/port.ts'
import { describeReading } from './describe.ts'
import type { ServerEnv } from './respond.ts'

export interface LedgerMeans {
  readonly storage: Pick<Storage, 'figures'>
  readonly backups: BackupFacts
  /** Why nothing is taken in at present. */
  readonly trouble: () => Promise<Trouble | undefined>
}

/** What is known of the backups. */
export interface BackupFacts {
  readonly last: () => Promise<LastBackup | undefined>
  readonly trouble: () => Trouble | undefined
  readonly rhythm: string | null
}

/** What the server keeps, for whoever asks whether it is still there. */
export function ledgerRoutes({ storage, backups, trouble }: LedgerMeans): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>()
  app.get(
    '/ledger',
    describeReading({ summary: 'What the server keeps, in numbers', status: 200, answers: ledgerSchema, faults: [] }),
    async (c) => {
      const ledger: Ledger = {
        ...(await storage.figures()),
        lastBackup: (await backups.last()) ?? null,
        backupRhythm: backups.rhythm,
        backupFault: backups.trouble() ?? null,
        storageFault: (await trouble()) ?? null,
      }
      return c.json(ledger)
    },
  )
  return app
}
