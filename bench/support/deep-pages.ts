import { openRecords } from '../../test/support/long-story.ts'

export interface DeepPages {
  /** One page each, from the end of the story to its beginning, in milliseconds. */
  readonly pages: readonly number[]
  /** Opening the branch of the very first message, which looks for its end, in milliseconds. */
  readonly branchMs: number
  /** Reading all of the story, as each new reply does, in milliseconds. */
  readonly wholeMs: number
}

const limit = 60

/** Walks a chat from its end to its beginning by its records, as the page does through the server. */
export async function walkPages(dataDir: string, chatId: string): Promise<DeepPages> {
  const { records, close } = await openRecords(dataDir)
  try {
    const pages: number[] = []
    let first = ''
    for (let before: string | null | undefined; before !== null;) {
      const startedAt = performance.now()
      const page = await records.storage.messages(chatId, { branch: undefined, before, limit })
      pages.push(performance.now() - startedAt)
      if (!page.ok) throw new Error(page.error)
      before = page.value.before
      first = page.value.messages[0]?.id ?? first
    }
    const branchMs = await timeOf(() => records.storage.messages(chatId, { branch: first, before: undefined, limit }))
    const end = (await records.storage.chat(chatId))?.head ?? ''
    const wholeMs = await timeOf(() => records.storage.branchTo(end))
    return { pages, branchMs, wholeMs }
  } finally {
    close()
  }
}

export interface ChatList {
  readonly ms: number
  readonly kilobytes: number
}

/** What the list of chats costs, which has no pages: so many chats at once. */
export async function listMany(dataDir: string, chats: number): Promise<ChatList> {
  const { records, close } = await openRecords(dataDir)
  try {
    await Promise.all(
      Array.from({ length: chats }, (_, index) =>
        records.storage.createChat({
          id: crypto.randomUUID(),
          title: `A story about the number ${index}`,
          sheet: null,
          now: index,
        }),
      ),
    )
    const ms = await timeOf(() => records.storage.listChats())
    return { ms, kilobytes: JSON.stringify(await records.storage.listChats()).length / 1_000 }
  } finally {
    close()
  }
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await run()
  return performance.now() - startedAt
}
