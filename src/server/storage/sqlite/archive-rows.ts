import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite'
import { jobStates, type JobState } from '#protocol/chats.ts'
import type { IncomingMessage, Place, StoredMessage, StoredReply } from '../archive.ts'
import type { HereAlready } from '../compare.ts'
import { storedFault } from './stored-fault.ts'

/** The prepared SQL of archives: an archive may have a million messages, and building each query anew would take longest. */
export interface ArchiveRows {
  /** The next two siblings from a place on. */
  readonly next: (chatId: string, place: Place) => readonly string[]
  readonly message: (id: string) => StoredMessage
  readonly hereAlready: (id: string) => HereAlready | undefined
  readonly isIn: (chatId: string, id: string) => boolean
  readonly insertMessage: (chatId: string, parentId: string | null, message: IncomingMessage) => void
  readonly insertJob: (chatId: string, id: string, reply: StoredReply) => void
  /** A turn that is here already stays. */
  readonly insertTurn: (chatId: string, reply: { readonly id: string; readonly messageId: string }, turn: Turn) => void
}

type Turn = NonNullable<StoredReply['turn']>

export function archiveRowsOf(sqlite: DatabaseSync): ArchiveRows {
  const next = sqlite.prepare(`
    select id from messages where chat_id = ? and parent_id is ? and (created_at, id) > (?, ?)
    order by created_at, id limit 2`)
  const message = sqlite.prepare(`
    select m.id, m.parent_id, m.role, m.text, m.created_at,
      j.state, j.writer, j.asked, j.ended_at, j.fault, t.id as turn, t.fingerprint
    from messages m left join jobs j on j.id = m.id left join turns t on t.reply_id = m.id
    where m.id = ?`)
  const here = sqlite.prepare(`
    select m.chat_id, m.parent_id, m.role, m.text, j.state from messages m left join jobs j on j.id = m.id where m.id = ?`)
  const isIn = sqlite.prepare('select 1 from messages where id = ? and chat_id = ?')
  const insertMessage = sqlite.prepare(
    'insert into messages (id, chat_id, parent_id, role, text, created_at) values (?, ?, ?, ?, ?, ?)',
  )
  const insertJob = sqlite.prepare(`
    insert into jobs (id, chat_id, state, epoch, owner, asked, writer, fault, ended_at)
    values (?, ?, ?, 1, 'archive', ?, ?, ?, ?)`)
  const insertTurn = sqlite.prepare(
    'insert or ignore into turns (id, chat_id, fingerprint, message_id, reply_id) values (?, ?, ?, ?, ?)',
  )
  return {
    next(chatId, { parentId, after }) {
      const rows = next.all(chatId, parentId, after?.createdAt ?? Number.MIN_SAFE_INTEGER, after?.id ?? '')
      return rows.map(({ id }) => String(id))
    },
    message: (id) => storedMessage(message.get(id)),
    hereAlready: (id) => hereAlready(here.get(id)),
    isIn: (chatId, id) => isIn.get(id, chatId) !== undefined,
    insertMessage: (chatId, parentId, { id, role, text, createdAt }) =>
      void insertMessage.run(id, chatId, parentId, role, text, createdAt),
    insertJob: (chatId, id, { state, model, asked, endedAt, fault }) =>
      void insertJob.run(id, chatId, state, asked, model, fault && JSON.stringify(fault), endedAt),
    insertTurn: (chatId, { id, messageId }, turn) =>
      void insertTurn.run(turn.id, chatId, turn.fingerprint, messageId, id),
  }
}

type Raw = ReturnType<StatementSync['get']>

function storedMessage(raw: Raw): StoredMessage {
  if (raw === undefined) throw new Error('a message has gone between two statements of one step')
  const { id, text, created_at: createdAt } = raw
  const parentId = maybeText(raw['parent_id'])
  return {
    id: String(id),
    parentId,
    role: roleOf(raw),
    text: String(text),
    createdAt: Number(createdAt),
    reply: reply(raw),
  }
}

function reply(raw: NonNullable<Raw>): StoredReply | null {
  const state = stateOf(raw['state'])
  if (state === null) return null
  const { writer, asked, ended_at: endedAt, fault, turn, fingerprint } = raw
  return {
    state,
    model: maybeText(writer),
    asked: maybeText(asked),
    endedAt: typeof endedAt === 'number' ? endedAt : null,
    fault: typeof fault === 'string' ? storedFault(fault) : null,
    turn: typeof turn === 'string' ? { id: turn, fingerprint: String(fingerprint) } : null,
  }
}

function hereAlready(raw: Raw): HereAlready | undefined {
  if (raw === undefined) return undefined
  const { chat_id: chatId, parent_id: parentId, text, state } = raw
  return {
    chatId: String(chatId),
    parentId: maybeText(parentId),
    role: roleOf(raw),
    text: String(text),
    state: stateOf(state),
  }
}

function roleOf({ role }: NonNullable<Raw>): 'user' | 'assistant' {
  return role === 'user' ? 'user' : 'assistant'
}

function stateOf(value: SQLOutputValue | undefined): JobState | null {
  return jobStates.find((state) => state === value) ?? null
}

function maybeText(value: SQLOutputValue | undefined): string | null {
  return typeof value === 'string' ? value : null
}
