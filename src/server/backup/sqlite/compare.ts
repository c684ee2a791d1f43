import type { DatabaseSync } from 'node:sqlite'
import { openToRead } from '#sqlite/open-to-read.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

export interface ChangedChat {
  readonly title: string
  readonly messages: number
}

/** What would be different if a backup stood in the place of the present database. */
export interface Changes {
  /** Only the backup has them. `chats` are those that it alone has; messages are counted in all chats. */
  readonly back: Changed
  /** Only the present database has them. */
  readonly lost: Changed
  /** In both, and not the same: chats by their title or sheet, messages by their text or place. */
  readonly differ: Changed
}

export interface Changed {
  readonly chats: number
  readonly messages: number
  /** The chats that this concerns, the largest change first. */
  readonly titles: readonly ChangedChat[]
}

/** Compares what a person wrote and read in two databases. The error is what cannot be read of the present one. */
export function changes(present: string, backup: string): Outcome<Changes, string> {
  const sqlite = openToRead(present)
  try {
    sqlite.prepare('attach ? as other').run(backup)
    return ok({
      back: onlyIn(sqlite, { here: 'other', there: 'main' }),
      lost: onlyIn(sqlite, { here: 'main', there: 'other' }),
      differ: different(sqlite),
    })
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  } finally {
    sqlite.close()
  }
}

interface Sides {
  readonly here: 'main' | 'other'
  readonly there: 'main' | 'other'
}

function onlyIn(sqlite: DatabaseSync, { here, there }: Sides): Changed {
  const isMissing = `not exists (select 1 from ${there}.messages as other where other.id = message.id)`
  return {
    chats: count(sqlite, `${here}.chats where id not in (select id from ${there}.chats)`),
    messages: count(sqlite, `${here}.messages as message where ${isMissing}`),
    titles: titles(
      sqlite,
      `select chat.id, chat.title, count(message.id) as messages
       from ${here}.chats as chat left join ${here}.messages as message on message.chat_id = chat.id and ${isMissing}
       where chat.id not in (select id from ${there}.chats)
         or exists (select 1 from ${here}.messages as message where message.chat_id = chat.id and ${isMissing})
       group by chat.id`,
    ),
  }
}

const isOther = `(ours.text <> theirs.text or ours.parent_id is not theirs.parent_id)`

function different(sqlite: DatabaseSync): Changed {
  const pairs = `main.messages as ours join other.messages as theirs on theirs.id = ours.id`
  return {
    chats: count(
      sqlite,
      `main.chats as ours join other.chats as theirs on theirs.id = ours.id
       where ours.title is not theirs.title
         or ${sheetIn(sqlite, 'main', 'ours')} is not ${sheetIn(sqlite, 'other', 'theirs')}`,
    ),
    messages: count(sqlite, `${pairs} where ${isOther}`),
    titles: titles(
      sqlite,
      `select chat.id, chat.title, count(*) as messages from ${pairs} join main.chats as chat on chat.id = ours.chat_id
       where ${isOther} group by chat.id`,
    ),
  }
}

/** A database of before there were sheets has none. */
function sheetIn(sqlite: DatabaseSync, side: Sides['here'], alias: string): string {
  const column = sqlite.prepare(`select 1 from pragma_table_info('chats', ?) where name = 'sheet'`).get(side)
  return column === undefined ? 'null' : `${alias}.sheet`
}

function count(sqlite: DatabaseSync, from: string): number {
  return Number(sqlite.prepare(`select count(*) as count from ${from}`).get()?.['count'])
}

function titles(sqlite: DatabaseSync, query: string): readonly ChangedChat[] {
  const rows = sqlite.prepare(`select title, messages from (${query}) order by messages desc, id`).all()
  return rows.map(({ title, messages }) => ({ title: String(title ?? 'without a title'), messages: Number(messages) }))
}
