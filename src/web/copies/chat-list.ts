import * as z from 'zod/mini'
import { chatSchema, type Chat } from '#protocol/chats.ts'
import type { Means } from '../means.ts'

/** The list of chats as this device has it. */
export interface CopiedList {
  /** When the server said so. */
  readonly asOf: number
  readonly chats: readonly Chat[]
}

const listSchema: z.ZodMiniType<CopiedList> = z.object({ asOf: z.number(), chats: z.array(chatSchema) })
const noteName = 'chat-list'

export async function copiedList({ store }: Pick<Means, 'store'>): Promise<CopiedList | null> {
  const note = await store.read(['notes'], (transaction) => transaction.objectStore('notes').get(noteName))
  return note.ok ? (listSchema.safeParse(note.value).data ?? null) : null
}

export async function keepList({ store }: Pick<Means, 'store'>, list: CopiedList): Promise<void> {
  // Without it the chats themselves are here all the same; why nothing is kept is told where they are written.
  await store.write(['notes'], (transaction) => transaction.objectStore('notes').put(list, noteName))
}
