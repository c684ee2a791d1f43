import type { DBSchema, IDBPDatabase } from 'idb'

/**
 * What the page keeps on the device. Rows are `unknown`: another version of the page may have written them, so whoever
 * reads a row parses it.
 */
export interface Tables extends DBSchema {
  /** What stands in the boxes. Row: an object with `place`, and `by`, the tab that wrote it. */
  drafts: { key: [place: string, by: string]; value: unknown }
  /** Turns that the server has not accepted yet. Row: an object with `id`, the turn's. */
  outbox: { key: string; value: unknown }
  /** Copies of chats. Row: an object with `id` and `readAt`, when it was last read here. */
  chats: { key: string; value: unknown; indexes: { byReadAt: number } }
  /** Copies of messages. Row: an object with `id` and `chatId`. */
  messages: { key: string; value: unknown; indexes: { byChat: string } }
  /** Copies of pictures. Row: an object with `id` and `chatIds`, the chats that show it. */
  pictures: { key: string; value: unknown; indexes: { byChat: string } }
  /** What the page must remember besides: any value under a name of its own. */
  notes: { key: string; value: unknown }
}

export type TableName = 'drafts' | 'outbox' | 'chats' | 'messages' | 'pictures' | 'notes'

/** Grows with every change of the tables; `makeTables` then brings any older version up to it. */
export const tablesVersion = 1

export function makeTables(database: IDBPDatabase<Tables>): void {
  database.createObjectStore('drafts', { keyPath: ['place', 'by'] })
  database.createObjectStore('outbox', { keyPath: 'id' })
  database.createObjectStore('chats', { keyPath: 'id' }).createIndex('byReadAt', 'readAt')
  database.createObjectStore('messages', { keyPath: 'id' }).createIndex('byChat', 'chatId')
  database.createObjectStore('pictures', { keyPath: 'id' }).createIndex('byChat', 'chatIds', { multiEntry: true })
  database.createObjectStore('notes')
}
