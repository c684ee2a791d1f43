import { signal, type Signal } from '@preact/signals'
import type { Chat } from '#protocol/chats.ts'
import type { Problem } from '#protocol/problem.ts'
import type { Server } from '../api/server.ts'
import { untilAnswered } from '../api/until-answered.ts'
import type { Means } from '../means.ts'

/** The chats of this reader, newest first. */
export class Chats {
  /** Null until they were read for the first time. */
  readonly list: Signal<readonly Chat[] | null> = signal(null)
  /** Why the list cannot be read. */
  readonly trouble: Signal<Problem | null> = signal(null)
  readonly #means: Means
  readonly #server: Server
  readonly #signal: AbortSignal
  #reading: Promise<void> | null = null

  constructor(means: Means, server: Server, stop: AbortSignal) {
    this.#means = means
    this.#server = server
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
    return null
  }

  /** Null when it worked. A chat that is gone already is as deleted as can be. */
  async remove(id: string): Promise<Problem | null> {
    const outcome = await this.#server.deleteChat(id)
    if (!outcome.ok && outcome.error.fault !== 'unknown-chat') return outcome.error
    this.list.value = (this.list.value ?? []).filter((chat) => chat.id !== id)
    return null
  }

  async #read(): Promise<void> {
    const persistence = {
      signal: this.#signal,
      onTrouble: (problem: Problem | null) => {
        this.trouble.value = problem
      },
    }
    const outcome = await untilAnswered(this.#means, this.#server.chats, persistence)
    if (outcome === null) return
    if (outcome.ok) this.list.value = outcome.value.filter(hasSomethingInIt)
    else this.trouble.value = outcome.error
  }
}

// A chat whose first turn never came through is nothing that a reader would look for.
function hasSomethingInIt({ head, title }: Chat): boolean {
  return head !== null || title !== null
}
