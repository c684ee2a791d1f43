import type { ArchiveChat, ArchiveMessage } from '#protocol/archive.ts'
import { asArchiveChat, asArchiveMessage } from '../copies/as-archive.ts'
import { copiedChats, copiedMessages } from '../copies/reading.ts'
import type { Store } from '../store/store.ts'

/** A chat with all that this device has of it, as an archive has it. */
export interface CopiedStory {
  readonly chat: ArchiveChat
  /** In any order. */
  readonly messages: readonly ArchiveMessage[]
}

/** The chats that this device has something of, in the order of an archive. */
export async function copiedIds(store: Store): Promise<readonly string[]> {
  const copies = await copiedChats(store)
  return copies.map(({ id }) => id).toSorted()
}

/** What this device has of these chats, or of all, one chat after the other. */
export async function* copiedStories(store: Store, chatIds?: readonly string[]): AsyncGenerator<CopiedStory> {
  const copies = (await copiedChats(store)).filter(({ id }) => chatIds?.includes(id) ?? true)
  for (const copy of copies.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const messages = await copiedMessages(store, copy.id)
    const chat = asArchiveChat(copy)
    yield {
      // Brought back to where it comes from it is no later than what is there.
      chat: { ...chat, updatedAt: copy.chat?.updatedAt ?? chat.updatedAt },
      messages: messages.map((message) => asArchiveMessage(copy.id, message)),
    }
  }
}
