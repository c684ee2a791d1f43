import { archiveLine, archiveVersion, settled, type ArchiveContent, type ArchiveMessage } from '#protocol/archive.ts'
import type { Clock } from '#shared/clock.ts'
import type { CopiedStory } from './copied-stories.ts'

/** The lines of an archive of stories. One chat at a time is held. */
export async function* localLines(
  stories: Iterable<CopiedStory> | AsyncIterable<CopiedStory>,
  clock: Pick<Clock, 'now'>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const content of contents(stories, clock.now())) yield archiveLine(content)
}

/** All of its lines in one. */
export async function bareArchive(stories: Iterable<CopiedStory>, clock: Pick<Clock, 'now'>): Promise<Blob> {
  const lines: Uint8Array<ArrayBuffer>[] = []
  for await (const line of localLines(stories, clock)) lines.push(line)
  return new Blob(lines, { type: 'application/jsonl' })
}

async function* contents(
  stories: Iterable<CopiedStory> | AsyncIterable<CopiedStory>,
  madeAt: number,
): AsyncGenerator<ArchiveContent> {
  yield { holdfast: 'archive', version: archiveVersion, madeAt, by: 'Holdfast in a browser, from what this device has' }
  const end = { chats: 0, messages: 0 }
  for await (const { chat, messages } of stories) {
    yield { chat }
    end.chats++
    for (const message of parentsFirst(messages)) {
      yield { message: message.reply === null ? message : { ...message, reply: settled(message.reply) } }
      end.messages++
    }
  }
  yield { end }
}

/** As an archive has them. What follows a message that is not here stands at the beginning, since nothing else is known. */
export function parentsFirst(messages: readonly ArchiveMessage[]): readonly ArchiveMessage[] {
  const known = new Set(messages.map(({ id }) => id))
  const byParent = Map.groupBy(messages.toSorted(byAge), ({ parentId }) =>
    parentId !== null && known.has(parentId) ? parentId : null,
  )
  const inOrder: ArchiveMessage[] = []
  const open = (byParent.get(null) ?? []).toReversed()
  for (let message = open.pop(); message !== undefined; message = open.pop()) {
    inOrder.push(message)
    open.push(...(byParent.get(message.id) ?? []).toReversed())
  }
  return inOrder
}

function byAge(a: ArchiveMessage, b: ArchiveMessage): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)
}
