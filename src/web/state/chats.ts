import { batch, signal, type Signal } from '@preact/signals'
import type { Chat } from '#protocol/chats.ts'
import type { Problem } from '#protocol/problem.ts'
import type { Server } from '../api/server.ts'
import { untilAnswered } from '../api/until-answered.ts'
import type { Copies } from '../copies/copies.ts'
import type { Means } from '../means.ts'

/** The chats of this reader, newest first. */
export class Chats {
  /** Null until they were read for the first time. */
  readonly list: Signal<readonly Chat[] | null> = signal(null)
  /** Why the list cannot be read. */
  readonly trouble: Signal<Problem | null> = signal(null)
  /** What is shown is the list of this device, as the server told it then; null when the server has answered. */
  readonly copyAsOf: Signal<number | null> = signal<number | null>(null)
  readonly #means: Means
  readonly #server: Server
  readonly #copies: Copies
  readonly #signal: AbortSignal
  #reading: Promise<void> | null = null

  constructor(means: Means, server: Server, copies: Copies, stop: AbortSignal) {
    this.#means = means
    this.#server = server
    this.#copies = copies
    this.#signal = stop
  }

  /** Reads the list, and goes on trying while it cannot be read. Calls during a reading are one reading more. */
  async load(): Promise<void> {
    while (this.#reading !== null) await this.#reading
    this.#reading = this.#read()
    await this.#reading
    this.#reading = null
  }

  titleOf(id: string): string | null {
    return this.list.value?.find((chat) => chat.id === id)?.title ?? null
  }

  /** Null when it worked. */
  async rename(id: string, title: string): Promise<Problem | null> {
    const outcome = await this.#server.changeChat(id, { title })
    if (!outcome.ok) return outcome.error
    this.list.value = (this.list.value ?? []).map((chat) => (chat.id === id ? outcome.value : chat))
    void this.load()
    return null
  }

  /** Null when it worked. A chat that is gone already is as deleted as can be. */
  async remove(id: string): Promise<Problem | null> {
    const outcome = await this.#server.deleteChat(id)
    if (!outcome.ok && outcome.error.fault !== 'unknown-chat') return outcome.error
    void this.#copies.forget(id)
    this.list.value = (this.list.value ?? []).filter((chat) => chat.id !== id)
    return null
  }

  async #read(): Promise<void> {
    void this.#showCopy()
    let askedAt = this.#means.clock.now()
    const ask = (): ReturnType<Server['chats']> => {
      askedAt = this.#means.clock.now()
      return this.#server.chats()
    }
    const persistence = {
      signal: this.#signal,
      onTrouble: (problem: Problem | null) => {
        this.trouble.value = problem
      },
    }
    const outcome = await untilAnswered(this.#means, ask, persistence)
    if (outcome === null) return
    if (outcome.ok) this.#show(outcome.value, askedAt)
    else this.trouble.value = outcome.error
  }

  #show(chats: readonly Chat[], askedAt: number): void {
    batch(() => {
      this.copyAsOf.value = null
      this.list.value = chats.filter(hasSomethingInIt)
    })
    this.#copies.keepChatList(chats, askedAt)
  }

  /** For as long as the server has not answered. */
  async #showCopy(): Promise<void> {
    if (this.list.peek() !== null) return
    const copied = await this.#copies.chatList()
    if (copied === null || this.list.peek() !== null) return
    batch(() => {
      this.copyAsOf.value = copied.asOf
      this.list.value = copied.chats.filter(hasSomethingInIt)
    })
  }
}

// A chat whose first turn never came through is nothing that a reader would look for.
function hasSomethingInIt({ head, title }: Chat): boolean {
  return head !== null || title !== null
}
