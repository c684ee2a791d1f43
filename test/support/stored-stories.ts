import { join } from 'node:path'
import { openDatabase } from '../../src/server/database/open.ts'
import { idMaker } from '../../src/shared/ids.ts'
import { sqliteStorage } from '../../src/server/storage/sqlite/storage.ts'
import type { Storage } from '../../src/server/storage/port.ts'
import { sqliteTokenLog } from '../../src/server/tokenlog/sqlite/token-log.ts'
import { realClock } from '../fixtures/real-clock.ts'

export interface Stories {
  readonly storage: Storage
  /** A chat of this title with so many turns, each `Once upon …`. Its id. */
  readonly tell: (title: string, turns: number) => Promise<string>
  /** Another turn in a chat. */
  readonly goOn: (chatId: string, text: string) => Promise<void>
  readonly close: () => void
}

/** The stories in a data folder, without a server. */
export async function openStories(dataDir: string): Promise<Stories> {
  const file = join(dataDir, 'holdfast.db')
  const opened = await openDatabase({ file, synchronous: 'normal', commitDelayMs: 0 }, realClock)
  if (!opened.ok) throw new Error(opened.error)
  const database = opened.value
  const storage = sqliteStorage(database, sqliteTokenLog(database, realClock).within, realClock)
  const makeId = idMaker({ now: Date.now, fill: (bytes) => crypto.getRandomValues(bytes) })

  async function goOn(chatId: string, text: string): Promise<void> {
    const ids = { id: makeId(), replyId: makeId() }
    const turn = { ...ids, chatId, parentId: undefined, text, model: null, owner: 'nobody', now: Date.now() }
    const accepted = await storage.acceptTurn(turn)
    if (!accepted.ok) throw new Error(accepted.error)
  }

  return {
    storage,
    goOn,
    async tell(title, turns) {
      const { id } = await storage.createChat({ id: makeId(), title, sheet: null, now: Date.now() })
      for (let turn = 1; turn <= turns; turn++) await goOn(id, `Once upon ${turn}`)
      return id
    },
    close: database.close,
  }
}
