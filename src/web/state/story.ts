import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Accepted, JobState, Message, MessagePage } from '#protocol/chats.ts'
import type { Problem } from '#protocol/problem.ts'
import type { Outcome } from '#shared/outcome.ts'
import type { Server } from '../api/server.ts'
import { untilAnswered } from '../api/until-answered.ts'
import type { Means } from '../means.ts'
import { LiveReply } from '../reader/live-reply.ts'
import { readWhole } from '../reader/read-whole.ts'
import type { ReplyView } from '../reader/reply-view.ts'
import type { PendingTurn } from '../sending/pending-turns.ts'
import { acceptTurn, mergePage } from './branch.ts'

const pageSize = 60

export interface StoryMeans {
  readonly means: Means
  readonly server: Server
  /** Something that the list of chats shows has changed. */
  readonly onChanged: () => void
}

/** The open branch of one chat, and the replies in it that are being written. */
export class Story {
  readonly id: string
  readonly messages: Signal<readonly Message[]> = signal([])
  /** Give this to the server for what stands above; null when all of it is here. */
  readonly before: Signal<string | null> = signal<string | null>(null)
  readonly isLoaded: Signal<boolean> = signal(false)
  /** Why the story cannot be read, or what was asked for cannot be done right now. */
  readonly trouble: Signal<Problem | null> = signal<Problem | null>(null)
  /** What the server refused: a chat that is not there, or something that was asked for in it. */
  readonly refusal: Signal<Problem | null> = signal<Problem | null>(null)
  readonly replies: Signal<ReadonlyMap<string, LiveReply>> = signal(new Map())
  /** Replies that were over when the chat was opened, and of which somebody asked how they were written. */
  readonly recalled: Signal<ReadonlyMap<string, ReplyView>> = signal(new Map())
  /** The own message that is being written anew. */
  readonly editing: Signal<Message | null> = signal<Message | null>(null)
  /** The message that another reply is being asked for. */
  readonly asking: Signal<string | null> = signal<string | null>(null)
  /** The reply that is asked to stop. */
  readonly stopping: Signal<string | null> = signal<string | null>(null)
  readonly #means: Means
  readonly #server: Server
  readonly #onChanged: () => void
  readonly #close = new AbortController()
  /** Grows with every change made here, so that an older answer does not undo it. */
  #version = 0

  constructor(id: string, { means, server, onChanged }: StoryMeans) {
    this.id = id
    this.#means = means
    this.#server = server
    this.#onChanged = onChanged
  }

  /** The reply that is not over yet; undefined when nothing is being written. */
  readonly writing: ReadonlySignal<Message | undefined> = computed(() =>
    this.messages.value.findLast((message) => message.reply !== null && !isEnding(this.stateOf(message))),
  )

  stateOf({ id, reply }: Message): JobState {
    return this.replies.value.get(id)?.view.value.state ?? reply?.state ?? 'done'
  }

  /** Reads the newest stretch of the open branch, for as long as it takes. */
  async load(): Promise<void> {
    const version = ++this.#version
    const outcome = await this.#untilAnswered(() => this.#server.messages(this.id, { limit: pageSize }))
    if (outcome === null || version !== this.#version) return
    if (!outcome.ok) this.refusal.value = outcome.error
    else this.#show(outcome.value)
  }

  async loadEarlier(): Promise<void> {
    const before = this.before.value
    if (before === null) return
    const outcome = await this.#untilAnswered(() => this.#server.messages(this.id, { before, limit: pageSize }))
    if (outcome === null || !outcome.ok || this.before.value !== before) return
    batch(() => {
      this.messages.value = [...outcome.value.messages, ...this.messages.value]
      this.before.value = outcome.value.before
    })
  }

  /** The server has a turn of this chat: it stands in the story, and its reply is read. */
  accept({ turn }: PendingTurn, accepted: Accepted): void {
    const parentId = turn.parentId === undefined ? (this.messages.value.at(-1)?.id ?? null) : turn.parentId
    const now = this.#means.clock.now()
    this.#change(acceptTurn(this.messages.value, { parentId, text: turn.text, accepted, now }))
  }

  /** Asks for another reply to the message that this one answers, or to this one of a person's. */
  async ask(messageId: string, model: string | undefined): Promise<void> {
    const variant = { id: this.#means.makeId(), ...(model === undefined ? {} : { model }) }
    this.asking.value = messageId
    const outcome = await this.#untilAnswered(() => this.#server.variant(messageId, variant))
    this.asking.value = null
    if (outcome === null) return
    if (outcome.ok) await this.load()
    else this.refusal.value = outcome.error
  }

  /** Opens the branch of another variant. */
  async open(variantId: string): Promise<void> {
    this.#version += 1
    const outcome = await this.#untilAnswered(() => this.#server.changeChat(this.id, { head: variantId }))
    if (outcome === null) return
    if (outcome.ok) await this.load()
    else this.refusal.value = outcome.error
  }

  async stop(): Promise<void> {
    const reply = this.writing.value
    if (reply === undefined || this.stopping.value === reply.id) return
    this.stopping.value = reply.id
    await this.#untilAnswered(() => this.#server.stop(reply.id))
    this.stopping.value = null
  }

  /** Reads again how a finished reply was written. */
  async recall({ id, reply }: Message): Promise<void> {
    const view = reply === null ? null : await readWhole(reply.stream, this.#means, this.#close.signal)
    if (view !== null) this.recalled.value = new Map(this.recalled.value).set(id, view)
  }

  close(): void {
    this.#close.abort()
    for (const reply of this.replies.value.values()) reply.leave()
  }

  #show({ messages, before }: MessagePage): void {
    const merged = mergePage(this.messages.value, messages)
    batch(() => {
      if (merged.isWhole) this.before.value = before
      this.isLoaded.value = true
      this.refusal.value = null
      this.#set(merged.messages)
    })
  }

  #change(messages: readonly Message[]): void {
    this.#version += 1
    batch(() => {
      this.isLoaded.value = true
      this.#set(messages)
    })
    void this.load()
    this.#onChanged()
  }

  #set(messages: readonly Message[]): void {
    this.messages.value = messages
    const unread = messages.filter(
      ({ id, reply }) => reply !== null && !isEnding(reply.state) && !this.replies.value.has(id),
    )
    for (const message of unread) this.#read(message)
  }

  #read({ id, reply }: Message): void {
    if (reply === null) return
    const live = new LiveReply(reply.stream, this.#means)
    this.replies.value = new Map(this.replies.value).set(id, live)
    void this.#afterReading(live)
  }

  async #afterReading(live: LiveReply): Promise<void> {
    if ((await live.read()) !== 'ended') return
    this.#onChanged()
    await this.load()
  }

  /** Null when the story was closed before there was an answer. */
  #untilAnswered<T>(ask: () => Promise<Outcome<T, Problem>>): Promise<Outcome<T, Problem> | null> {
    const onTrouble = (problem: Problem | null): void => {
      this.trouble.value = problem
    }
    return untilAnswered(this.#means, ask, { signal: this.#close.signal, onTrouble })
  }
}

export function isEnding(state: JobState): boolean {
  return state === 'done' || state === 'stopped' || state === 'failed'
}
