import type { Chat } from '#protocol/chats.ts'

/** A chat as it lies in the database. */
interface ChatRow {
  readonly id: string
  readonly title: string | null
  readonly created_at: number
  readonly updated_at: number
  readonly head: string | null
}

export function chatOf({ id, title, created_at: createdAt, updated_at: updatedAt, head }: ChatRow): Chat {
  return { id, title, createdAt, updatedAt, head }
}
