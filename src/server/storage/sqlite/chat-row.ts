import type { Chat } from '#protocol/chats.ts'

/** All of a chat but its sheet, which is long and asked for alone. */
export const chatColumns = ['id', 'title', 'created_at', 'updated_at', 'head', 'sheet_at'] as const

/** A chat as it lies in the database. */
interface ChatRow {
  readonly id: string
  readonly title: string | null
  readonly created_at: number
  readonly updated_at: number
  readonly head: string | null
  readonly sheet_at: number | null
}

export function chatOf({ id, title, created_at, updated_at, head, sheet_at }: ChatRow): Chat {
  return { id, title, createdAt: created_at, updatedAt: updated_at, head, sheetAt: sheet_at }
}

/** Time in a chat never steps back, whatever the clock does: which variant is the youngest is told by it. */
export function after(last: number, now: number): number {
  return Math.max(now, last + 1)
}
