import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../../src/cli/clock.ts'
import type { ReplyEvent } from '../../src/protocol/events.ts'
import { openDatabase } from '../../src/server/database/open.ts'
import type { Storage } from '../../src/server/storage/port.ts'
import { sqliteStorage } from '../../src/server/storage/sqlite/storage.ts'
import type { TokenLog } from '../../src/server/tokenlog/port.ts'
import { sqliteTokenLog } from '../../src/server/tokenlog/sqlite/token-log.ts'
import { idMaker } from '../../src/shared/ids.ts'

export interface LongStory {
  readonly chatId: string
  /** The texts in order: the person's and the reply's in turn. */
  readonly texts: readonly string[]
}

/** Writes a chat of so many messages into a data folder that no server uses, as a server would have written it. */
export async function writeLongStory(dataDir: string, messages: number): Promise<LongStory> {
  const { records, close } = await openRecords(dataDir)
  try {
    const chatId = makeId()
    await records.storage.createChat({ id: chatId, title: null, sheet: null, now: 0 })
    const texts = Array.from({ length: messages }, (_, index) => textOf(index))
    const turns = Array.from({ length: messages / 2 }, (_, turn) => ({ id: makeId(), turn }))
    // In order, for each turn follows the end of the chat; all at once, for then they share a few commits.
    const told = turns.map(({ id, turn }) =>
      tell(records, { chatId, replyId: id, own: texts[2 * turn] ?? '', reply: texts[2 * turn + 1] ?? '', now: turn }),
    )
    await Promise.all(told)
    return { chatId, texts }
  } finally {
    close()
  }
}

const makeId = idMaker({ now: Date.now, fill: (bytes) => crypto.getRandomValues(bytes) })
const owner = 'the writer of a long story'
const epoch = 1

export interface Records {
  readonly storage: Storage
  readonly log: TokenLog
}

/** Opens the records of a data folder that no server uses. */
export async function openRecords(dataDir: string): Promise<{ readonly records: Records; readonly close: () => void }> {
  await mkdir(dataDir, { recursive: true })
  const settings = { file: join(dataDir, 'holdfast.db'), synchronous: 'normal', commitDelayMs: 0 } as const
  const database = await openDatabase(settings, systemClock)
  if (!database.ok) throw new Error(database.error)
  const log = sqliteTokenLog(database.value, systemClock)
  return {
    records: { log, storage: sqliteStorage(database.value, log.within, systemClock) },
    close: database.value.close,
  }
}

interface ToldTurn {
  readonly chatId: string
  readonly replyId: string
  readonly own: string
  readonly reply: string
  readonly now: number
}

async function tell({ storage, log }: Records, { chatId, replyId, own, reply, now }: ToldTurn): Promise<void> {
  const ids = { id: makeId(), replyId }
  await storage.acceptTurn({ ...ids, chatId, parentId: undefined, text: own, model: null, owner, now })
  const claimed = await log.claim(replyId, epoch)
  if (claimed.kind !== 'claimed') throw new Error(`the log of a reply is ${claimed.kind}`)
  const events: readonly ReplyEvent[] = [
    { t: 'token', text: reply },
    { t: 'done', reason: 'done', finish: 'stop', usage: { promptTokens: null, completionTokens: 1 } },
  ]
  await claimed.writer.append(
    events.map((event) => JSON.stringify(event)),
    true,
  )
  await storage.endJob(replyId, epoch, { state: 'done', text: reply, fault: null, now })
}

/** The message of this number, which its first words tell. People write a line or two, replies are of every length. */
function textOf(index: number): string {
  const title = `Message ${index}.`
  if (index % 2 === 0) return [title, ...sentences(index, 1 + (index % 3))].join(' ')
  const paragraphs = Array.from({ length: 1 + ((index * 7) % 5) }, (_, n) =>
    sentences(index * 31 + n * 17, 3 + ((index + n) % 4)).join(' '),
  )
  return [title, ...paragraphs].join('\n\n')
}

const stock = [
  'The lamp went round, and the rocks came out of the dark and went back into it.',
  'She counted the stairs, as she did *every* night, and there was **one** too many.',
  '“You came,” said the voice behind the door, “and you brought the rain.”',
  'Nobody had told him that the sea keeps its own time; he set his watch by it all the same.',
  'Below, the boats knocked against one another like people who wait.',
  'It was warm, and someone on the other side was humming.',
  'What he had taken for a star was a window, far out where there was no land.',
]

function sentences(from: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => stock[(from + n * 3) % stock.length] ?? '')
}
