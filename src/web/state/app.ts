import { batch, effect, signal, type Signal } from '@preact/signals'
import type { Accepted, Message } from '#protocol/chats.ts'
import type { Problem } from '#protocol/problem.ts'
import { serverOver, type Server } from '../api/server.ts'
import { Drafts } from '../drafts/drafts.ts'
import type { Means } from '../means.ts'
import type { PendingTurn } from '../sending/pending-turns.ts'
import { Sending } from '../sending/sending.ts'
import { Backends } from './backends.ts'
import { Chats } from './chats.ts'
import { chatPath, Router } from './route.ts'
import { Story } from './story.ts'

// Where the drafts of a chat that does not exist yet, and of a message that is being edited, are kept.
const blankPage = 'blank-page'
const editOf = (messageId: string): string => `edit:${messageId}`

/** Everything the page knows and can do. */
export class App {
  readonly router: Router = new Router()
  readonly server: Server
  readonly chats: Chats
  readonly backends: Backends
  readonly drafts: Drafts
  readonly sending: Sending
  /** The chat that is open; null on a blank page. */
  readonly story: Signal<Story | null> = signal<Story | null>(null)
  /** Why the last turn of a chat was not taken, by the draft that its text went back to. */
  readonly refused: Signal<ReadonlyMap<string, Problem>> = signal(new Map())
  /** The card for connecting a model is open. */
  readonly isConnecting: Signal<boolean> = signal(false)
  readonly #means: Means

  constructor(means: Means) {
    // The page ends by being closed; nothing ends this before.
    const { signal: never } = new AbortController()
    this.#means = means
    this.server = serverOver(means)
    this.chats = new Chats(means, this.server, never)
    this.backends = new Backends(means, this.server, never)
    this.drafts = new Drafts(means.shelf)
    this.sending = new Sending(
      means,
      this.server,
      {
        onAccepted: (pending, accepted) => this.#accepted(pending, accepted),
        onRefused: (pending, problem) => this.#refused(pending, problem),
      },
      never,
    )
  }

  start(): void {
    this.sending.resume()
    void this.chats.load()
    void this.backends.load()
    effect(() => this.#follow())
  }

  /** Sends what stands in a draft. The turn is kept before the box is cleared. */
  send(draftName: string): void {
    const draft = this.drafts.of(draftName)
    const text = draft.text.peek()
    if (text.trim() === '') return
    const story = this.story.peek()
    const chatId = story?.id ?? this.#means.makeId()
    const isKept = this.sending.send({
      chatId,
      // Making a chat is asked for under its id, so that asking once too often makes nothing.
      isNewChat: story === null || story.messages.peek().length === 0,
      draft: story === null ? chatId : draftName,
      turn: this.#turn(story, text),
    })
    this.drafts.areKept.value = isKept
    draft.write('')
    this.forgive(draftName)
    if (story === null) this.router.replace(chatPath(chatId))
    else story.editing.value = null
  }

  /** Opens an own message for writing it anew; what was begun there before is still there. */
  edit(story: Story, message: Message): void {
    const draft = this.drafts.of(editOf(message.id))
    if (draft.text.peek() === '') draft.write(message.text)
    story.editing.value = message
  }

  /** The name of the draft that the box shows. */
  draftName(story: Story | null): string {
    if (story === null) return blankPage
    return story.editing.value === null ? story.id : editOf(story.editing.value.id)
  }

  /** Takes away the notice of a refused turn. */
  forgive(draftName: string): void {
    if (!this.refused.value.has(draftName)) return
    this.refused.value = new Map([...this.refused.value].filter(([name]) => name !== draftName))
  }

  #turn(story: Story | null, text: string): PendingTurn['turn'] {
    const edited = story?.editing.peek()
    const parentId = edited ? edited.parentId : (story?.messages.peek().at(-1)?.id ?? null)
    const model = this.backends.asked.peek()
    return { id: this.#means.makeId(), parentId, text, ...(model === undefined ? {} : { model }) }
  }

  /** Opens the story that the address names. */
  #follow(): void {
    const route = this.router.route.value
    const open = this.story.peek()
    if (route.at === 'chat' && open?.id === route.id) return
    open?.close()
    this.story.value = route.at === 'chat' ? this.#open(route.id) : null
  }

  #open(id: string): Story {
    const story = new Story(id, {
      means: this.#means,
      server: this.server,
      onChanged: () => void this.chats.load(),
    })
    // A chat that is only on its way cannot be read yet; what it has is what is being sent.
    const isOnlyHere = this.sending.turns.peek().some(({ chatId, isNewChat }) => isNewChat && chatId === id)
    if (isOnlyHere) story.isLoaded.value = true
    else void story.load()
    return story
  }

  #accepted(pending: PendingTurn, accepted: Accepted): void {
    const story = this.story.value
    if (story?.id === pending.chatId) story.accept(pending, accepted)
    else void this.chats.load()
  }

  #refused(pending: PendingTurn, problem: Problem): void {
    batch(() => {
      this.drafts.of(pending.draft).giveBack(pending.turn.text)
      this.refused.value = new Map(this.refused.value).set(pending.draft, problem)
    })
  }
}
