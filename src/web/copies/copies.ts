import { signal, type Signal } from '@preact/signals'
import type { Chat, Message } from '#protocol/chats.ts'
import type { Sheet } from '#protocol/sheet.ts'
import type { Server } from '../api/server.ts'
import type { Told } from '../ledger/server-ledger.ts'
import type { Means } from '../means.ts'
import type { ReplyView } from '../reader/reply-view.ts'
import { copiedList, keepList, type CopiedList } from './chat-list.ts'
import { withAbove, withAccepted, withBegun, withNewest, withSheet, type CopiedChat, type Stretch } from './copied.ts'
import { fill } from './filling.ts'
import { CopyKeeping } from './keeping.ts'
import { copiedChat, copiedChats, copiedPage, type CopiedPage } from './reading.ts'
import { Room } from './room.ts'

export interface CopiesMeans {
  readonly means: Means
  readonly server: Pick<Server, 'messages'>
  /** Words for this chat wait to be sent. */
  readonly hasWaiting: (chatId: string) => boolean
}

/** What a story is about, and as of when, by the server's time. */
export interface CopiedSheet {
  readonly sheet: Sheet
  readonly at: number
}

/** The copy of one chat, for whoever shows it. What is given to it is written when there is time. */
export interface ChatCopy {
  readonly newest: (limit: number) => Promise<CopiedPage | null>
  readonly above: (before: string, limit: number) => Promise<CopiedPage | null>
  readonly keepNewest: (page: Stretch) => void
  readonly keepAbove: (before: string, page: Stretch) => void
  /** What the server has just accepted: written at once, for nothing else here holds it any more. */
  readonly keepAccepted: (messages: readonly [own: Message, reply: Message], sheet?: Sheet) => void
  readonly sheet: () => Promise<CopiedSheet | null>
  /** As of then, by the server's time. Resolves when it is written, or cannot be. */
  readonly keepSheet: (sheet: Sheet | null, at: number | null) => Promise<void>
  /** A reply as far as it is here. */
  readonly keepReply: (message: Message, view: ReplyView) => void
}

/** The chats that were opened here, for reading them when the server cannot be reached. */
export class Copies {
  readonly keeping: CopyKeeping
  readonly room: Room
  /** The chat that is open here; its copy stays. */
  readonly open: Signal<string | null> = signal<string | null>(null)
  readonly #means: Means
  readonly #server: Pick<Server, 'messages'>
  readonly #hasWaiting: (chatId: string) => boolean
  readonly #filling = new Set<string>()
  #list: (CopiedList & { readonly cameAt: number }) | null = null

  constructor({ means, server, hasWaiting }: CopiesMeans) {
    this.#means = means
    this.#server = server
    this.#hasWaiting = hasWaiting
    this.room = new Room({ means, isNeeded: (chatId) => chatId === this.open.peek() || hasWaiting(chatId) })
    this.keeping = new CopyKeeping(means, this.room)
    means.store.onFull(() => this.room.make())
    means.store.onTakenAway(() => {
      if (this.#list !== null) void keepList(means, this.#list)
    })
  }

  of(chatId: string): ChatCopy {
    const { store } = this.#means
    return {
      newest: (limit) => copiedPage(store, chatId, { limit }),
      above: (before, limit) => copiedPage(store, chatId, { before, limit }),
      keepNewest: (page) => void this.#keepNewest(chatId, page),
      keepAbove: (before, page) => this.keeping.keep(chatId, page.messages, (copy) => withAbove(copy, before, page)),
      keepAccepted: (messages, sheet) => {
        const now = this.#means.clock.now()
        const change = (copy: CopiedChat): CopiedChat => withBegun(withAccepted(copy, messages, now), sheet)
        void this.keeping.keepAtOnce(chatId, messages, change)
      },
      sheet: async () => {
        const { sheet, sheetAt = 0 } = (await copiedChat(store, chatId)) ?? {}
        return sheet === undefined ? null : { sheet, at: sheetAt }
      },
      keepSheet: async (sheet, at) => {
        this.keeping.keep(chatId, [], (copy) => withSheet(copy, sheet, at))
        await this.keeping.trusted
        await this.keeping.flush()
      },
      keepReply: (message, view) => this.keeping.keep(chatId, [replyOf(message, view)]),
    }
  }

  /** Somebody reads it now. */
  read(chatId: string): void {
    this.open.value = chatId
    const readAt = this.#means.clock.now()
    this.keeping.keep(chatId, [], (copy) => ({ ...copy, readAt }))
  }

  chatList(): Promise<CopiedList | null> {
    return copiedList(this.#means)
  }

  /** The server's list of all chats, as it was asked for at `asOf`. */
  keepChatList(chats: readonly Chat[], asOf: number): void {
    const before = this.#list
    this.#list = { chats, asOf, cameAt: this.#means.clock.now() }
    void keepList(this.#means, { chats, asOf })
    const known = new Map(before?.chats.map((chat) => [chat.id, JSON.stringify(chat)]))
    for (const chat of chats)
      if (known.get(chat.id) !== JSON.stringify(chat)) this.keeping.keep(chat.id, [], (copy) => ({ ...copy, chat }))
  }

  /** It was deleted: nothing of it stays here. */
  forget(chatId: string): Promise<void> {
    return this.keeping.forget(chatId)
  }

  /**
   * Lets go of copies of chats that were deleted elsewhere. The list can tell that only of a sound server, and of the line
   * of stories that they are of: it is known which one that was if the server has said so after the list had come.
   */
  async dropDeleted({ askedAt, ledger: { history, storageFault } }: Told): Promise<void> {
    const list = this.#list
    if (list === null || list.cameAt > askedAt || storageFault !== null) return
    const listed = new Set(list.chats.map(({ id }) => id))
    const isDeleted = (copy: CopiedChat): boolean =>
      !listed.has(copy.id) && copy.asOf < list.asOf && copy.history === history && copy.onlyHere.length === 0
    for (const copy of await copiedChats(this.#means.store))
      if (isDeleted(copy) && !this.#hasWaiting(copy.id)) await this.forget(copy.id)
  }

  async #keepNewest(chatId: string, page: Stretch): Promise<void> {
    const now = this.#means.clock.now()
    this.keeping.keep(chatId, page.messages, (copy) => withNewest(copy, page, now))
    if (this.#filling.has(chatId)) return
    this.#filling.add(chatId)
    await this.keeping.trusted
    await this.keeping.flush()
    const filling = { means: this.#means, server: this.#server, keeping: this.keeping }
    await fill(filling, chatId, () => this.open.peek() === chatId)
    this.#filling.delete(chatId)
  }
}

function replyOf(message: Message, { text, state, done }: ReplyView): Message {
  if (message.reply === null) return message
  return { ...message, text, reply: { ...message.reply, state, fault: done?.fault ?? message.reply.fault } }
}
