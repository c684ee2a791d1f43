import type { ArchiveRecords, Place, StoredMessage } from '../storage/archive.ts'

// A hundred messages are read in a millisecond or two, and as many characters as this are no more than a few megabytes.
const step = { messages: 100, characters: 500_000 }

/**
 * All messages of a chat, a parent before its children, siblings oldest first, each branch followed to its end before the
 * next one is begun. The order depends on nothing but the chat itself.
 */
export async function* inStoryOrder(
  records: Pick<ArchiveRecords, 'descend'>,
  chatId: string,
): AsyncGenerator<StoredMessage> {
  const open: Place[] = [{ parentId: null, after: undefined }]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const way = await records.descend(chatId, place, step)
    for (const { hasYounger, ...message } of way) {
      const { id, createdAt, parentId } = message
      if (hasYounger) open.push({ parentId, after: { id, createdAt } })
      yield message
    }
    const last = way.at(-1)
    if (last !== undefined) open.push({ parentId: last.id, after: undefined })
  }
}
