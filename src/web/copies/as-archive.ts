import { archiveReplySchema, type ArchiveChat, type ArchiveMessage } from '#protocol/archive.ts'
import type { Message } from '#protocol/chats.ts'
import type { CopiedChat } from './copied.ts'

/** A chat as an archive has it. Of one that was never in a list there is no more to tell than that it is there. */
export function asArchiveChat({ id, chat, asOf, end, sheet, sheetAt }: CopiedChat): ArchiveChat {
  return {
    id,
    title: chat?.title ?? null,
    createdAt: chat?.createdAt ?? asOf,
    updatedAt: chat?.updatedAt ?? asOf,
    head: end,
    ...(sheet === undefined ? {} : { sheet, sheetAt: sheetAt ?? asOf }),
  }
}

/** A message as an archive has it: what of a reply only its log knows is not here. */
export function asArchiveMessage(
  chatId: string,
  { id, parentId, role, text, createdAt, reply }: Message,
): ArchiveMessage {
  const made = reply === null ? null : archiveReplySchema.parse(reply)
  return { id, chatId, parentId, role, text, createdAt, reply: made }
}
