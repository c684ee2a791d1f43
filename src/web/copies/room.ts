import type { Means } from '../means.ts'
import type { Store } from '../store/store.ts'
import type { CopiedChat } from './copied.ts'
import { copiedChats } from './reading.ts'

export interface RoomMeans {
  readonly means: Pick<Means, 'store' | 'quotaBytes'>
  /** Its copy stays: it is open, or words for it wait to be sent. */
  readonly isNeeded: (chatId: string) => boolean
}

/** Copies may take this much of the device, and no more than this share of what the browser gives the site. */
const mostBytes = 50_000_000
const share = 0.2

// As many as are removed while somebody types without being noticed.
const rowsAtOnce = 200

/** Keeps copies within their room. Nothing but copies is ever removed, and none of what is nowhere else. */
export class Room {
  readonly #store: Store
  readonly #quotaBytes: Means['quotaBytes']
  readonly #isNeeded: (chatId: string) => boolean

  constructor({ means, isNeeded }: RoomMeans) {
    this.#store = means.store
    this.#quotaBytes = means.quotaBytes
    this.#isNeeded = isNeeded
  }

  async budgetBytes(): Promise<number> {
    const quotaBytes = await this.#quotaBytes()
    return quotaBytes === null ? mostBytes : Math.min(mostBytes, Math.floor(quotaBytes * share))
  }

  /** True when what there is fits. */
  async fit(): Promise<boolean> {
    const budgetBytes = await this.budgetBytes()
    const chats = await copiedChats(this.#store)
    let sizeBytes = chats.reduce((sum, chat) => sum + chat.sizeBytes, 0)
    for (const chat of chats) {
      if (sizeBytes <= budgetBytes) return true
      if (this.#isKept(chat)) continue
      await this.forget(chat.id)
      sizeBytes -= chat.sizeBytes
    }
    return sizeBytes <= budgetBytes
  }

  /** Removes the copy that was read longest ago. False when none can go. */
  async make(): Promise<boolean> {
    const oldest = (await copiedChats(this.#store)).find((chat) => !this.#isKept(chat))
    return oldest !== undefined && this.forget(oldest.id)
  }

  // The chat goes last: if this breaks off in between, it is still known to whoever looks for room again.
  async forget(chatId: string): Promise<boolean> {
    const keys = await this.#store.read(['messages'], (transaction) =>
      transaction.objectStore('messages').index('byChat').getAllKeys(chatId),
    )
    if (!keys.ok) return false
    for (let at = 0; at < keys.value.length; at += rowsAtOnce) {
      const gone = await this.#store.write(['messages'], (transaction) =>
        Promise.all(
          keys.value.slice(at, at + rowsAtOnce).map((key) => transaction.objectStore('messages').delete(key)),
        ),
      )
      if (!gone.ok) return false
    }
    return (await this.#store.write(['chats'], (transaction) => transaction.objectStore('chats').delete(chatId))).ok
  }

  #isKept({ id, onlyHere }: CopiedChat): boolean {
    return onlyHere.length > 0 || this.#isNeeded(id)
  }
}
