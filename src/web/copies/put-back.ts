import type { ArchiveChat } from '#protocol/archive.ts'
import type { Message } from '#protocol/chats.ts'
import type { Clock } from '#shared/clock.ts'
import { bareArchive, parentsFirst } from '../archive/local-archive.ts'
import { asArchiveChat, asArchiveMessage } from './as-archive.ts'
import type { CopiedChat } from './copied.ts'

// A part is on its way for a short time also on a bad line, and one that is sent again changes nothing.
const partCharacters = 250_000

/** Archives of these messages of a chat, one after the other, parents before what follows them. */
export async function* partsOf(
  copy: CopiedChat,
  words: readonly Message[],
  clock: Pick<Clock, 'now'>,
): AsyncGenerator<ArrayBuffer> {
  const inOrder = parentsFirst(words.map((message) => asArchiveMessage(copy.id, message)))
  const chat = openedAt(asArchiveChat(copy), inOrder)
  for (let from = 0; from < inOrder.length;) {
    let to = from
    for (let length = 0; to < inOrder.length && length < partCharacters; to++) length += inOrder[to]?.text.length ?? 0
    const messages = inOrder.slice(from, to)
    yield (await bareArchive([{ chat, messages }], clock)).arrayBuffer()
    from = to
  }
}

/** These words are to be open in the chat, unless somebody has written on in it since. */
function openedAt(
  chat: ArchiveChat,
  messages: readonly { readonly id: string; readonly createdAt: number }[],
): ArchiveChat {
  const [newest] = messages.toSorted((a, b) => b.createdAt - a.createdAt)
  return newest === undefined ? chat : { ...chat, head: messages.at(-1)?.id ?? chat.head, updatedAt: newest.createdAt }
}
