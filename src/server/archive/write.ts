import {
  archiveLine,
  archiveVersion,
  settled,
  type ArchiveChat,
  type ArchiveContent,
  type ArchiveMessage,
} from '#protocol/archive.ts'
import { endedStates, type Chat } from '#protocol/chats.ts'
import type { Sheet } from '#protocol/sheet.ts'
import type { Clock } from '#shared/clock.ts'
import type { ArchiveRecords, StoredMessage, StoredReply } from '../storage/archive.ts'
import type { Storage } from '../storage/port.ts'
import type { TokenLog } from '../tokenlog/port.ts'
import { howWritten, wholeReply } from './reply-log.ts'
import { inStoryOrder } from './story-order.ts'

export interface WriteMeans {
  readonly storage: Pick<Storage, 'chat' | 'sheet'> & Pick<ArchiveRecords, 'chatsAfter' | 'descend'>
  readonly log: Pick<TokenLog, 'read'>
  readonly clock: Clock
  readonly version: string
}

/** The lines of an archive of these chats, or of all. Read as they are asked for: no chat is ever held whole. */
export async function* archiveLines(
  means: WriteMeans,
  chatIds: readonly string[] | undefined,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const content of contents(means, chatIds)) yield archiveLine(content)
}

async function* contents(means: WriteMeans, chatIds: readonly string[] | undefined): AsyncGenerator<ArchiveContent> {
  const { clock, version, storage } = means
  yield { holdfast: 'archive', version: archiveVersion, madeAt: clock.now(), by: `Holdfast ${version}` }
  let chats = 0
  let messages = 0
  for await (const chat of chatsOf(storage, chatIds)) {
    const { id } = chat
    yield { chat: archivedChat(chat, await sheetOf(storage, chat)) }
    chats++
    for await (const message of inStoryOrder(storage, id)) {
      yield { message: await archived(means.log, id, message) }
      messages++
    }
  }
  yield { end: { chats, messages } }
}

const chatsAtOnce = 100

/** Chats in the order of their ids. One that was deleted meanwhile is left out. */
export async function* chatsOf(
  storage: Pick<WriteMeans['storage'], 'chat' | 'chatsAfter'>,
  chatIds: readonly string[] | undefined,
): AsyncGenerator<Chat> {
  if (chatIds !== undefined) {
    for (const id of [...new Set(chatIds)].toSorted()) {
      const chat = await storage.chat(id)
      if (chat !== undefined) yield chat
    }
    return
  }
  for (let after: string | undefined; ;) {
    const chats = await storage.chatsAfter(after, chatsAtOnce)
    yield* chats
    after = chats.at(-1)?.id
    if (after === undefined) return
  }
}

/** Null where it has none, or none any more. */
export async function sheetOf(
  storage: Pick<Storage, 'sheet'>,
  { id, sheetAt }: Pick<Chat, 'id' | 'sheetAt'>,
): Promise<Sheet | null> {
  if (sheetAt === null) return null
  const found = await storage.sheet(id)
  return found.ok ? found.value : null
}

function archivedChat({ id, title, createdAt, updatedAt, head, sheetAt }: Chat, sheet: Sheet | null): ArchiveChat {
  const known = { id, title: title === null ? null : title.toWellFormed(), createdAt, updatedAt, head }
  return sheet === null || sheetAt === null ? known : { ...known, sheetAt, sheet }
}

/** A message as an archive has it: with what only the log of a reply knows. */
async function archived(log: WriteMeans['log'], chatId: string, message: StoredMessage): Promise<ArchiveMessage> {
  const { id, parentId, role, text, createdAt, reply } = message
  if (reply === null) return { id, chatId, parentId, role, text, createdAt, reply }
  if (endedStates.has(reply.state)) {
    return { id, chatId, parentId, role, text, createdAt, reply: replyOf(reply, await howWritten(log, id)) }
  }
  const { text: soFar, logged } = await wholeReply(log, id)
  // Its log is closed, and only the record has not been told yet.
  const state = logged.done?.reason ?? reply.state
  const known = settled(replyOf({ ...reply, state, fault: logged.done?.fault ?? null }, logged))
  return { id, chatId, parentId, role, text: soFar, createdAt, reply: known }
}

/** In a fixed order of its fields: two archives of one story are the same bytes. */
function replyOf(
  { state, model, asked, endedAt, fault, turn }: StoredReply,
  { finish, usage, seams }: Awaited<ReturnType<typeof howWritten>>,
): ArchiveMessage['reply'] & object {
  return { state, model, asked, endedAt, fault, finish, usage, seams, turn }
}
