import type { Message } from '#protocol/chats.ts'
import type { Reading, Store } from '../store/store.ts'
import { readChat, readMessage, type CopiedChat, type CopiedMessage, type Stretch } from './copied.ts'

export interface CopiedPage extends Stretch {
  /** When the server last said how the story stands. */
  readonly asOf: number
}

export interface PageOfCopy {
  /** Only what stands above this message. */
  readonly before?: string
  readonly limit: number
}

/** A stretch of the branch that was open, as the server would answer it. Null when nothing of it is here. */
export async function copiedPage(
  store: Store,
  chatId: string,
  { before, limit }: PageOfCopy,
): Promise<CopiedPage | null> {
  const found = await store.read(['chats', 'messages'], async (transaction) => {
    const chat = readChat(await transaction.objectStore('chats').get(chatId))
    if (chat === null) return null
    const start = before === undefined ? chat.end : await parentOf(transaction, before)
    const messages = await upFrom(transaction, start, limit)
    const oldest = messages[0]
    if (oldest === undefined) return null
    return { messages, before: oldest.parentId === null ? null : oldest.id, asOf: chat.asOf }
  })
  return found.ok ? found.value : null
}

export async function copiedChat(store: Store, chatId: string): Promise<CopiedChat | null> {
  const row = await store.read(['chats'], (transaction) => transaction.objectStore('chats').get(chatId))
  return row.ok ? readChat(row.value) : null
}

/** All of them, those first that were read longest ago. */
export async function copiedChats(store: Store): Promise<readonly CopiedChat[]> {
  const rows = await store.read(['chats'], (transaction) => transaction.objectStore('chats').index('byReadAt').getAll())
  return rows.ok ? rows.value.flatMap((row) => readChat(row) ?? []) : []
}

// A few at a time: making objects of 10,000 rows at once would hold up whoever is typing.
const rowsAtOnce = 200

/** Every message of a chat that is here, of whatever branch. */
export async function copiedMessages(store: Store, chatId: string): Promise<readonly Message[]> {
  const keys = await store.read(['messages'], (transaction) =>
    transaction.objectStore('messages').index('byChat').getAllKeys(chatId),
  )
  return keys.ok ? messagesWith(store, keys.value) : []
}

export async function messagesWith(store: Store, ids: readonly string[]): Promise<readonly Message[]> {
  const messages: Message[] = []
  for (let at = 0; at < ids.length; at += rowsAtOnce) {
    const rows = await store.read(['messages'], (transaction) =>
      Promise.all(ids.slice(at, at + rowsAtOnce).map((id) => transaction.objectStore('messages').get(id))),
    )
    if (rows.ok) for (const row of rows.value) messages.push(...messageIn(row))
  }
  return messages
}

type Rows = Reading<'chats' | 'messages'>

async function upFrom(transaction: Rows, start: string | null, limit: number): Promise<readonly Message[]> {
  const messages: Message[] = []
  for (let id = start; id !== null && messages.length < limit;) {
    const row = await rowOf(transaction, id)
    if (row === null) break
    messages.push(row.message)
    id = row.message.parentId
  }
  return messages.toReversed()
}

async function parentOf(transaction: Rows, id: string): Promise<string | null> {
  return (await rowOf(transaction, id))?.message.parentId ?? null
}

async function rowOf(transaction: Rows, id: string): Promise<CopiedMessage | null> {
  return readMessage(await transaction.objectStore('messages').get(id))
}

function messageIn(row: unknown): readonly Message[] {
  const copied = readMessage(row)
  return copied === null ? [] : [copied.message]
}
