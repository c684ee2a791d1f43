import { batch, computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Accepted, JobState, Message } from '#protocol/chats.ts'
import type { Problem } from '#protocol/problem.ts'
import { ok, type Outcome } from '#shared/outcome.ts'
import type { Server } from '../api/server.ts'
import { untilAnswered } from '../api/until-answered.ts'
import type { Stretch } from '../copies/copied.ts'
import type { ChatCopy } from '../copies/copies.ts'
import type { Means } from '../means.ts'
import { LiveReply } from '../reader/live-reply.ts'
import { readWhole } from '../reader/read-whole.ts'
import type { ReplyView } from '../reader/reply-view.ts'
import { isOver } from '../reader/states.ts'
import type { WaitingTurn } from '../outbox/waiting-turn.ts'
import { acceptTurn, branchName, mergePage, messagesOf } from './branch.ts'
import type { BegunSheets } from './begun-sheets.ts'
import { StorySheet } from './story-sheet.ts'

const branchKey = 'holdfast:branch:'
const pageSize = 60
// On the way to the beginning: few requests, and each still taken in between two pictures.
const longPageSize = 200

export interface StoryMeans {
  readonly means: Means
  readonly server: Server
  /** This chat as the device has it. */
  readonly copy: ChatCopy
  readonly begun: Pick<BegunSheets, 'of' | 'forget'>
  /** Something that the list of chats shows has changed. */
  readonly onChanged: () => void
  /** The server does not know a reply that it was writing: it may be another server by now. */
  readonly onLogGone: () => void
  /** The open branch is known by another name from now on, and it was not the person who turned to another one. */
  readonly onRenamed: (before: string | null, now: string | null) => void
}

/** The open branch of one chat, and the replies in it that are being written. */
export class Story {
  readonly id: string
  /** Whom and what it is about. */
  readonly about: StorySheet
  readonly messages: Signal<readonly Message[]> = signal([])
  /** Give this to the server for what stands above; null when all of it is here. */
  readonly before: Signal<string | null> = signal<string | null>(null)
  readonly isLoaded: Signal<boolean> = signal(false)
  /** What is shown is the copy of this device, as the server told it then; null when the server has answered. */
  readonly copyAsOf: Signal<number | null> = signal<number | null>(null)
  /** Why the story cannot be read, or what was asked for cannot be done right now. */
  readonly trouble: Signal<Problem | null> = signal<Problem | null>(null)
  /** What the server refused: a chat that is not there, or something that was asked for in it. */
  readonly refusal: Signal<Problem | null> = signal<Problem | null>(null)
  readonly replies: Signal<ReadonlyMap<string, LiveReply>> = signal(new Map())
  /** Replies that were over when the chat was opened, and of which somebody asked how they were written. */
  readonly recalled: Signal<ReadonlyMap<string, ReplyView>> = signal(new Map())
  /** The own message that is being written anew. */
  readonly editing: Signal<Message | null> = signal<Message | null>(null)
  /** The waiting turn that is being written anew, by its id. */
  readonly rewriting: Signal<string | null> = signal<string | null>(null)
  /** The name of the open branch, by which what is written in it is found again. */
  readonly branch: Signal<string | null>
  /** The message that another reply is being asked for. */
  readonly asking: Signal<string | null> = signal<string | null>(null)
  /** The reply that is asked to stop. */
  readonly stopping: Signal<string | null> = signal<string | null>(null)
  /** What stands above is being read. */
  readonly isReadingBack: Signal<boolean> = signal(false)
  readonly #means: Means
  readonly #server: Server
  readonly #copy: ChatCopy
  readonly #onChanged: () => void
  readonly #onLogGone: () => void
  readonly #onRenamed: (before: string | null, now: string | null) => void
  readonly #close = new AbortController()
  #readingBack: Promise<void> | null = null
  /** Grows with every change made here, so that an older answer does not undo it. */
  #version = 0
  /** The person turns to another branch: what was begun on this one stays with it. */
  #isTurning = false

  constructor(id: string, { means, server, copy, begun, onChanged, onLogGone, onRenamed }: StoryMeans) {
    this.id = id
    this.#means = means
    this.#server = server
    this.#copy = copy
    this.#onChanged = onChanged
    this.#onLogGone = onLogGone
    this.#onRenamed = onRenamed
    this.about = new StorySheet({ chatId: id, server, copy, begun })
    this.branch = signal(means.shelf.get(branchKey + id))
  }

  /** The reply that is not over yet; undefined when nothing is being written. */
  readonly writing: ReadonlySignal<Message | undefined> = computed(() =>
    this.messages.value.findLast(
      (message) =>
        message.reply !== null &&
        (!isEnding(message.reply.state) || this.replies.value.has(message.id)) &&
        !isEnding(this.stateOf(message)),
    ),
  )

  /** Another reply cannot be asked for. */
  readonly isBusy: ReadonlySignal<boolean> = computed(
    () => this.writing.value !== undefined || this.asking.value !== null,
  )

  /** Changes whenever something is added at the end. */
  readonly newest: ReadonlySignal<string> = computed(() => {
    const last = this.messages.value.at(-1)
    if (last === undefined) return ''
    return `${last.id} ${this.textOf(last).length}`
  })

  /** The turn has become a message here, which has its id: that may be known before the turn's own answer comes. */
  has(turnId: string): boolean {
    return this.messages.value.findLast(({ id }) => id === turnId) !== undefined
  }

  stateOf({ id, reply }: Message): JobState {
    const live = this.replies.value.get(id)
    const told = reply?.state ?? 'done'
    if (live === undefined) return told
    const { done, state } = live.view.value
    if (done !== null || !isOver(live.reader.value)) return state
    // Its log is gone, or is another one than the one that was read: nobody here goes on with it.
    if (isEnding(told)) return told
    return live.reader.value === 'refused' ? 'stopped' : state
  }

  /** The words of a message. Of a reply that is being read again this device may have more than has come so far. */
  textOf({ id, text, reply }: Message): string {
    const view = this.replies.value.get(id)?.view.value
    if (view === undefined || (reply !== null && isEnding(reply.state) && text !== '')) return text
    return view.done === null && view.text.length < text.length ? text : view.text
  }

  /** Reads the newest stretch of the open branch, for as long as it takes. */
  async load(): Promise<void> {
    const version = ++this.#version
    void this.#showCopy()
    const outcome = await this.#untilAnswered(() => this.#server.messages(this.id, { limit: pageSize }))
    if (outcome === null || version !== this.#version) return
    if (outcome.ok) this.#showNewest(outcome.value)
    else this.refusal.value = outcome.error
  }

  /** Reads the stretch above what is here. Whoever asks while it is being read waits for the same. */
  loadEarlier(limit: number = pageSize): Promise<void> {
    this.#readingBack ??= this.#readBack(limit).finally(() => (this.#readingBack = null))
    return this.#readingBack
  }

  /** Reads all that stands above. */
  async loadBeginning(): Promise<void> {
    for (let before = this.before.value; before !== null; before = this.before.value) {
      await this.loadEarlier(longPageSize)
      if (this.before.value === before) return
    }
  }

  /** The server has a turn of this chat: it stands in the story, and its reply is read. */
  accept({ text, spot }: WaitingTurn, accepted: Accepted): void {
    const parentId = spot.parentId === undefined ? (this.messages.value.at(-1)?.id ?? null) : spot.parentId
    const now = this.#means.clock.now()
    const turn = { parentId, text, accepted, now }
    this.#change(acceptTurn(this.messages.value, turn))
    this.#copy.keepAccepted(messagesOf(turn), spot.sheet)
  }

  /** Asks for another reply to the message that this one answers, or to this one of a person's. */
  async ask(messageId: string, model: string | undefined): Promise<void> {
    const variant = { id: this.#means.makeId(), ...(model === undefined ? {} : { model }) }
    this.asking.value = messageId
    const outcome = await this.#untilAnswered(() => this.#server.variant(messageId, variant))
    this.asking.value = null
    if (outcome === null) return
    if (outcome.ok) await this.#turn()
    else this.refusal.value = outcome.error
  }

  /** Opens the branch of another variant. */
  async open(variantId: string): Promise<void> {
    this.#version += 1
    const outcome = await this.#untilAnswered(() => this.#server.changeChat(this.id, { head: variantId }))
    if (outcome === null) return
    if (outcome.ok) await this.#turn()
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

  /** Gives all that is shown to the copy once more, for it was taken away. */
  copyAgain(): void {
    if (this.copyAsOf.peek() !== null) return
    this.#copy.keepNewest({ messages: this.messages.peek(), before: this.before.peek() })
    this.about.copyAgain()
  }

  /** For as long as the server has not answered. */
  async #showCopy(): Promise<void> {
    if (this.isLoaded.peek()) return
    void this.about.showCopy()
    const copied = await this.#copy.newest(pageSize)
    if (copied === null || this.isLoaded.peek()) return
    batch(() => {
      this.copyAsOf.value = copied.asOf
      this.#show(copied)
    })
  }

  #showNewest(page: Stretch): void {
    batch(() => {
      this.copyAsOf.value = null
      this.refusal.value = null
      this.#show(page)
    })
    // Before there was a copy of the chat, there was none of this.
    this.about.copyAgain()
    this.#copy.keepNewest(page)
  }

  /** What stands above, from the server, or from the copy when the server does not answer. */
  async #above(before: string, limit: number): Promise<Outcome<Stretch, Problem> | null> {
    const isServerAway = this.copyAsOf.peek() !== null || this.trouble.peek() !== null
    const copied = isServerAway ? await this.#copy.above(before, limit) : null
    if (copied !== null) return ok(copied)
    const outcome = await this.#untilAnswered(() => this.#server.messages(this.id, { before, limit }))
    if (outcome?.ok === true) this.#copy.keepAbove(before, outcome.value)
    return outcome
  }

  async #readBack(limit: number): Promise<void> {
    const before = this.before.value
    if (before === null) return
    this.isReadingBack.value = true
    const outcome = await this.#above(before, limit)
    batch(() => {
      this.isReadingBack.value = false
      if (outcome === null || this.before.value !== before) return
      if (outcome.ok) this.#putAbove(outcome.value)
      else this.refusal.value = outcome.error
    })
  }

  #putAbove({ messages, before }: Stretch): void {
    this.messages.value = [...messages, ...this.messages.value]
    this.before.value = before
  }

  #show({ messages, before }: Stretch): void {
    const merged = mergePage(this.messages.value, messages)
    batch(() => {
      if (merged.isWhole) this.before.value = before
      this.isLoaded.value = true
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
    this.#name(branchName(this.messages.value, messages, this.branch.peek()))
    this.messages.value = messages
    const unread = messages.filter(
      ({ id, reply }) => reply !== null && !isEnding(reply.state) && !this.replies.value.has(id),
    )
    for (const message of unread) this.#read(message)
  }

  async #turn(): Promise<void> {
    this.#isTurning = true
    await this.load()
    this.#isTurning = false
  }

  #name(branch: string | null): void {
    const before = this.branch.peek()
    if (branch === before) return
    this.branch.value = branch
    if (!this.#isTurning) this.#onRenamed(before, branch)
    if (branch !== null) this.#means.shelf.put(branchKey + this.id, branch)
  }

  #read({ id, reply }: Message): void {
    if (reply === null) return
    const live = new LiveReply(reply.stream, this.#means)
    this.replies.value = new Map(this.replies.value).set(id, live)
    const stopCopying = effect(() => this.#copyReply(id, live.view.value))
    void this.#afterReading(live).finally(stopCopying)
  }

  #copyReply(id: string, view: ReplyView): void {
    const message = this.messages.peek().findLast((one) => one.id === id)
    if (message !== undefined && view.text !== '') this.#copy.keepReply(message, view)
  }

  async #afterReading(live: LiveReply): Promise<void> {
    const end = await live.read()
    if (end === 'left') return
    if (end === 'refused') this.#onLogGone()
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
