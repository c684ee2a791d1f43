import { isDeepStrictEqual } from 'node:util'
import type { Chat } from '#protocol/chats.ts'
import type { Sheet } from '#protocol/sheet.ts'
import type {
  ArchiveRecords,
  Descended,
  DescentLimit,
  Incoming,
  IncomingMessage,
  Place,
  TakenIn,
  Verdict,
} from '../archive.ts'
import { compare } from '../compare.ts'
import { archiveRowsOf } from './archive-rows.ts'
import { chatColumns, chatOf } from './chat-row.ts'
import type { Means } from './means.ts'
import { storedSheet } from './stored-sheet.ts'

export function archiveRecords({ database: { sqlite, records, commit }, query, logs }: Means): ArchiveRecords {
  const rows = archiveRowsOf(sqlite)
  return {
    async chatsAfter(id, limit) {
      const inOrder = records.selectFrom('chats').select(chatColumns).orderBy('id').limit(limit)
      return query.all(id === undefined ? inOrder : inOrder.where('id', '>', id)).map(chatOf)
    },
    descend: async (chatId, from, limit) => [...descend(chatId, from, limit)],
    takeIn: (incoming) => commit.run(() => incoming.map(takeIn)),
  }

  function* descend(chatId: string, from: Place, { messages, characters }: DescentLimit): Generator<Descended> {
    let place = from
    let length = 0
    for (let count = 0; count < messages && length < characters; count++) {
      const [id, younger] = rows.next(chatId, place)
      if (id === undefined) return
      const message = rows.message(id)
      yield { ...message, hasYounger: younger !== undefined }
      length += message.text.length
      place = { parentId: id, after: undefined }
    }
  }

  function takeIn({ chat, sheet, messages }: Incoming): TakenIn {
    const { verdict, updatedAt } = takeInChat(chat, sheet)
    const taken = messages.map((message) => takeInMessage(chat.id, message))
    if (updatedAt < chat.updatedAt) moveOn(chat, messages[taken.findLastIndex((one) => one.verdict === 'taken')]?.id)
    return { chat: verdict, messages: taken }
  }

  /**
   * A new chat counts as changed a moment before the archive's, until its open branch is here: then it is moved on like one
   * that was here, also when it comes in several steps and this server dies between them.
   */
  function takeInChat(chat: Chat, sheet: Incoming['sheet']): { readonly verdict: Verdict; readonly updatedAt: number } {
    const here = query.first(records.selectFrom('chats').select(chatColumns).where('id', '=', chat.id))
    if (here !== undefined) {
      const verdicts = [titled(here, chat), sheet === undefined ? 'here' : sheeted(chat, sheet)]
      return { verdict: verdicts.includes('differing') ? 'differing' : 'here', updatedAt: here.updated_at }
    }
    const { id, title, createdAt } = chat
    const updatedAt = chat.head === null ? chat.updatedAt : chat.updatedAt - 1
    const row = { id, title, created_at: createdAt, updated_at: updatedAt, head: null }
    query.run(records.insertInto('chats').values({ ...row, ...sheetColumns(chat, sheet) }))
    return { verdict: 'taken', updatedAt }
  }

  /** A chat without a title takes the archive's: nobody gave it another. */
  function titled(here: Pick<Chat, 'title'>, { id, title }: Chat): Verdict {
    if (here.title === title || title === null) return 'here'
    if (here.title !== null) return 'differing'
    query.run(records.updateTable('chats').set({ title }).where('id', '=', id))
    return 'here'
  }

  /** So does one without a sheet. */
  function sheeted(chat: Chat, sheet: Sheet): Verdict {
    const here = query.first(records.selectFrom('chats').select('sheet').where('id', '=', chat.id))?.sheet ?? null
    if (here !== null) return isDeepStrictEqual(storedSheet(here), sheet) ? 'here' : 'differing'
    query.run(records.updateTable('chats').set(sheetColumns(chat, sheet)).where('id', '=', chat.id))
    return 'here'
  }

  function takeInMessage(chatId: string, message: IncomingMessage): TakenIn['messages'][number] {
    const { id, parentId } = message
    const isOrphan = parentId !== null && !rows.isIn(chatId, parentId)
    const standsAt = { chatId, parentId: isOrphan ? null : parentId }
    const here = rows.hereAlready(id)
    if (here !== undefined) return { verdict: compare(here, message, standsAt), isOrphan }
    // Somebody has made a log of this id by hand. It is not ours to remove.
    if (message.reply !== null && !logs.createWhole(id, message.reply.log)) return { verdict: 'differing', isOrphan }
    rows.insertMessage(chatId, standsAt.parentId, message)
    if (message.reply !== null) insertReply(chatId, message, message.reply)
    return { verdict: 'taken', isOrphan }
  }

  function insertReply(
    chatId: string,
    { id, parentId }: IncomingMessage,
    reply: NonNullable<IncomingMessage['reply']>,
  ) {
    rows.insertJob(chatId, id, reply)
    if (reply.turn !== null && parentId !== null) rows.insertTurn(chatId, { id, messageId: parentId }, reply.turn)
  }

  /** Opens the branch that was open in the archive, or, as long as that is not here, the one of the last message taken. */
  function moveOn({ id, head, updatedAt }: Chat, lastTaken: string | undefined): void {
    const isThere = head !== null && rows.isIn(id, head)
    const change = isThere ? { head, updated_at: updatedAt } : { head: lastTaken }
    if (change.head === undefined) return
    query.run(records.updateTable('chats').set(change).where('id', '=', id))
  }
}

function sheetColumns({ sheetAt, updatedAt }: Chat, sheet: Sheet | undefined) {
  if (sheet === undefined) return { sheet_at: null, sheet: null }
  return { sheet_at: sheetAt ?? updatedAt, sheet: JSON.stringify(sheet) }
}
