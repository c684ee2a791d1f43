import type { Server } from '../api/server.ts'
import type { Means } from '../means.ts'
import { withAbove, type Stretch } from './copied.ts'
import type { CopyKeeping } from './keeping.ts'
import { copiedChat, copiedPage } from './reading.ts'

export interface FillingMeans {
  readonly means: Pick<Means, 'store' | 'whenIdle'>
  readonly server: Pick<Server, 'messages'>
  readonly keeping: CopyKeeping
}

// Few requests, and each still taken in between two pictures.
const pageSize = 200

/** Reads what stands above the copy of a chat, for as long as it is wanted, until all of its open branch is here. */
export async function fill(
  { means, server, keeping }: FillingMeans,
  chatId: string,
  isWanted: () => boolean,
): Promise<void> {
  for (;;) {
    await new Promise<void>((resolve) => means.whenIdle(resolve))
    const before = (await copiedChat(means.store, chatId))?.before ?? null
    if (before === null || !isWanted() || !keeping.hasRoom.peek() || keeping.trouble.peek() !== null) return
    // Another branch of the same chat may have been here before, and above the fork they are one.
    const known = await copiedPage(means.store, chatId, { before, limit: pageSize })
    const page = known ?? (await read(server, chatId, before))
    if (page === null) return
    keeping.keep(chatId, known === null ? page.messages : [], (copy) => withAbove(copy, before, page))
    await keeping.flush()
    if ((await copiedChat(means.store, chatId))?.before === before) return
  }
}

async function read(server: FillingMeans['server'], chatId: string, before: string): Promise<Stretch | null> {
  const page = await server.messages(chatId, { before, limit: pageSize })
  return page.ok ? page.value : null
}
