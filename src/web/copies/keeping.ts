import { signal, type Signal } from '@preact/signals'
import type { Message } from '#protocol/chats.ts'
import type { Outcome } from '#shared/outcome.ts'
import type { Means } from '../means.ts'
import type { StoreFailure } from '../store/failure.ts'
import type { Writing } from '../store/store.ts'
import { better, nothingCopied, readChat, readMessage, sizeOf, type CopiedChat } from './copied.ts'
import type { Room } from './room.ts'

export type Change = (copy: CopiedChat) => CopiedChat

/** What has become known of a chat. The changes hold once the messages are written. */
interface News {
  readonly messages: ReadonlyMap<string, Message>
  readonly changes: readonly Change[]
}

// A reply that is being written changes with every picture; once in this time is often enough for a copy.
const pauseMs = 500
// A disk that is full, or too busy to answer, is asked once more when it may have become another.
const tryAgainMs = 5_000
// As many as are written while somebody types without being noticed.
const messagesAtOnce = 50

/** Writes copies, bit by bit and while nobody needs the page for anything else. */
export class CopyKeeping {
  /** Why this device takes no copies at present; null while it does. */
  readonly trouble: Signal<StoreFailure | null> = signal<StoreFailure | null>(null)
  /** Grows with everything that was written. */
  readonly written: Signal<number> = signal(0)
  /** False when there is no room for more than what is needed. */
  readonly hasRoom: Signal<boolean> = signal(true)
  readonly #means: Pick<Means, 'store' | 'clock' | 'whenIdle'>
  readonly #room: Room
  readonly #news = new Map<string, News>()
  /** The server's line of stories; undefined until the server has said it. */
  #history: string | undefined = undefined
  readonly #trusted = Promise.withResolvers<void>()
  #isPausing = false
  #isStale = false
  #writing: Promise<void> | null = null

  constructor(means: Pick<Means, 'store' | 'clock' | 'whenIdle'>, room: Room) {
    this.#means = means
    this.#room = room
  }

  /**
   * What is read from now on is of this line of stories. Copies of another one are not touched before they have been
   * compared: the server may be about to answer with less than they hold.
   */
  async trust(history: string): Promise<void> {
    this.#history = history
    await this.flush()
    this.#trusted.resolve()
  }

  /** Resolves when the server has said which line of stories it has, and what was known by then is written. */
  get trusted(): Promise<void> {
    return this.#trusted.promise
  }

  /** Has it written before long. */
  keep(chatId: string, messages: readonly Message[], change: Change = (copy) => copy): void {
    this.#add(chatId, { messages: byId(messages), changes: [change] })
    this.#flushIn(pauseMs)
  }

  /**
   * Has it written at once, also while it is not known which line of stories the server has: messages that are added take
   * nothing from a copy that is still to be compared.
   */
  async keepAtOnce(chatId: string, messages: readonly Message[], change: Change): Promise<void> {
    // Once more behind what became known before it, and is not written yet.
    this.keep(chatId, messages, change)
    const kept = await this.#write(chatId, null, { messages, changes: [change] })
    this.trouble.value = kept.ok ? null : kept.error
    if (kept.ok) this.written.value += 1
    await this.flush()
  }

  /** Writes all that is known by now, and resolves when that is done or cannot be done. */
  flush(): Promise<void> {
    if (this.#history === undefined) return Promise.resolve()
    this.#isStale = true
    this.#writing ??= this.#writeAll(this.#history).finally(() => {
      this.#writing = null
    })
    return this.#writing
  }

  /** What is still to be written of a chat is dropped with its copy. */
  async forget(chatId: string): Promise<void> {
    this.#news.delete(chatId)
    await this.#writing
    this.#news.delete(chatId)
    if (await this.#room.forget(chatId)) this.written.value += 1
  }

  #flushIn(ms: number): void {
    if (this.#isPausing) return
    this.#isPausing = true
    this.#means.clock.after(ms, () =>
      this.#means.whenIdle(() => {
        this.#isPausing = false
        void this.flush()
      }),
    )
  }

  async #writeAll(history: string): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false
      // What is put back meanwhile waits for the next occasion.
      const chatIds = [...this.#news.keys()]
      for (const chatId of chatIds) await this.#writeNews(chatId, history)
      this.hasRoom.value = await this.#room.fit()
      if (chatIds.length > 0) this.written.value += 1
    }
  }

  async #writeNews(chatId: string, history: string): Promise<void> {
    const news = this.#news.get(chatId)
    if (news === undefined) return
    this.#news.delete(chatId)
    const messages = [...news.messages.values()]
    for (let at = 0; at === 0 || at < messages.length; at += messagesAtOnce) {
      if (at > 0) await new Promise<void>((resolve) => this.#means.whenIdle(resolve))
      const isLast = at + messagesAtOnce >= messages.length
      const part = { messages: messages.slice(at, at + messagesAtOnce), changes: isLast ? news.changes : [] }
      const kept = await this.#write(chatId, history, part)
      this.trouble.value = kept.ok ? null : kept.error
      if (kept.ok && kept.value === 'written') continue
      // What is not written waits for the next occasion, under whatever has become known since.
      this.#addBelow(chatId, news)
      if (!kept.ok) this.#flushIn(tryAgainMs)
      return
    }
  }

  /** Null for a history: whichever the copy has. */
  #write(
    chatId: string,
    history: string | null,
    part: Part,
  ): Promise<Outcome<'written' | 'not compared', StoreFailure>> {
    const now = this.#means.clock.now()
    return this.#means.store.write(['chats', 'messages'], async (transaction) => {
      const chats = transaction.objectStore('chats')
      const known = readChat(await chats.get(chatId))
      // To have read a chat, or its title, makes no copy of it.
      if (known === null && part.messages.length === 0) return 'written'
      const copy = known ?? { ...nothingCopied(chatId, now), history: this.#history ?? null }
      if (history !== null && copy.history !== history) return 'not compared'
      const sizeBytes = copy.sizeBytes + (await putMessages(transaction, chatId, part.messages))
      await chats.put(part.changes.reduce((before, change) => change(before), { ...copy, sizeBytes }))
      return 'written'
    })
  }

  #add(chatId: string, { messages, changes }: News): void {
    const before = this.#news.get(chatId)
    const known = new Map(before?.messages)
    for (const [id, message] of messages) known.set(id, better(known.get(id), message))
    this.#news.set(chatId, { messages: known, changes: [...(before?.changes ?? []), ...changes] })
  }

  #addBelow(chatId: string, news: News): void {
    const since = this.#news.get(chatId)
    this.#news.set(chatId, news)
    if (since !== undefined) this.#add(chatId, since)
  }
}

interface Part {
  readonly messages: readonly Message[]
  readonly changes: readonly Change[]
}

/** By how many bytes the copy has grown. */
async function putMessages(
  transaction: Writing<'chats' | 'messages'>,
  chatId: string,
  messages: readonly Message[],
): Promise<number> {
  const table = transaction.objectStore('messages')
  const known = await copiesOf(transaction, messages)
  let grownBytes = 0
  for (const fresh of messages) {
    const kept = known.get(fresh.id)
    const message = better(kept, fresh)
    if (kept !== undefined && JSON.stringify(kept) === JSON.stringify(message)) continue
    grownBytes += sizeOf(message) - (kept === undefined ? 0 : sizeOf(kept))
    await table.put({ id: message.id, chatId, message })
  }
  return grownBytes
}

/** What there is of these messages. */
async function copiesOf(
  transaction: Writing<'chats' | 'messages'>,
  messages: readonly Message[],
): Promise<ReadonlyMap<string, Message>> {
  const ids = messages.map(({ id }) => id).toSorted()
  const [first, last] = [ids[0], ids.at(-1)]
  if (first === undefined || last === undefined) return new Map()
  const table = transaction.objectStore('messages')
  // Ids sort by time, so that seldom many of other chats stand between them. Asked for one by one, each is a message to
  // another process and back, while a reply is being written.
  const atMost = 2 * ids.length
  const between = await table.getAll(IDBKeyRange.bound(first, last), atMost)
  const rows = between.length < atMost ? between : await Promise.all(ids.map((id) => table.get(id)))
  return byId(rows.flatMap((row) => readMessage(row)?.message ?? []))
}

function byId(messages: readonly Message[]): ReadonlyMap<string, Message> {
  return new Map(messages.map((message) => [message.id, message]))
}
