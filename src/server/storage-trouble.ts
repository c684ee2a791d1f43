import type { LastBackup, Trouble } from '#protocol/ledger.ts'
import type { Database } from './database/open.ts'
import { storageFault } from '#sqlite/storage-failure.ts'

export interface TroubleMeans {
  readonly database: Pick<Database, 'damage' | 'commit'>
  readonly newestBackup: () => Promise<LastBackup | undefined>
}

/** Why nothing is taken in at present; undefined when all is well. */
export async function storageTrouble({ database, newestBackup }: TroubleMeans): Promise<Trouble | undefined> {
  const damage = database.damage()
  if (damage !== undefined) {
    const { foundAt: at, because } = damage
    return { fault: 'database-damaged', at, because: `${because}; ${offerOf(await newestBackup())}` }
  }
  const failure = database.commit.failure()
  const fault = storageFault(failure?.error)
  return failure === undefined || fault === undefined
    ? undefined
    : { fault, at: failure.since, because: String(failure.error) }
}

/** What can be brought back, in words that end a sentence. */
function offerOf(newest: LastBackup | undefined): string {
  if (newest === undefined) return 'no backup is known of'
  return `the newest backup is of ${new Date(newest.at).toISOString()}, in ${newest.to}: \`holdfast restore\` brings it back`
}
