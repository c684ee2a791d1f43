import type { Chat } from '#protocol/chats.ts'
import type { WriteMeans } from '../write.ts'
import { chatsOf, sheetOf } from '../write.ts'
import { openBranch, type BranchMeans } from './open-branch.ts'
import { wordsOf, type Rendering } from './rendering.ts'

export interface StoryMeans extends BranchMeans {
  readonly storage: BranchMeans['storage'] & Pick<WriteMeans['storage'], 'chat' | 'chatsAfter' | 'sheet'>
}

const encoder = new TextEncoder()

/** The open branch of these chats, or of all, for people to read. */
export async function* stories(
  means: StoryMeans,
  chatIds: readonly string[] | undefined,
  rendering: Rendering,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const text of textsOf(means, chatIds, rendering)) {
    if (text !== '') yield encoder.encode(text)
  }
}

async function* textsOf(
  means: StoryMeans,
  chatIds: readonly string[] | undefined,
  { begin, entry, chat: head, message: told, endOfChat, end }: Rendering,
): AsyncGenerator<string> {
  const chats = (): AsyncGenerator<Chat> => chatsOf(means.storage, chatIds)
  yield begin()
  if (chatIds?.length !== 1) for await (const chat of chats()) yield entry(chat)
  for await (const chat of chats()) {
    yield head(chat, wordsOf(await sheetOf(means.storage, chat)))
    for await (const message of openBranch(means, chat.id)) yield told(message)
    yield endOfChat()
  }
  yield end()
}
