import { computed, effect, signal, type Signal } from '@preact/signals'
import type { Accepted } from '#protocol/chats.ts'
import { serverOver, type Server } from '../api/server.ts'
import { Copies } from '../copies/copies.ts'
import { Drafts } from '../drafts/drafts.ts'
import type { Means } from '../means.ts'
import { Outbox } from '../outbox/outbox.ts'
import type { WaitingTurn } from '../outbox/waiting-turn.ts'
import { fetchReader } from '../reader/log-reader-later.ts'
import { Backends } from './backends.ts'
import { BegunSheets } from './begun-sheets.ts'
import { messagesOf } from './branch.ts'
import { Chats } from './chats.ts'
import { Composing } from './composing.ts'
import { Lasting } from './lasting.ts'
import { Later } from './later.ts'
import type { Ledgers } from './ledgers.ts'
import { Prepared } from './prepared.ts'
import { Router } from './route.ts'
import type { Safekeeping } from './safekeeping.ts'
import { Story } from './story.ts'
import { StorySheet } from './story-sheet.ts'
import type { SupportMeans } from './support.ts'
import type { Workshop } from './workshop.ts'

/** Everything the page knows and can do. */
export class App {
  readonly router: Router = new Router()
  readonly server: Server
  /** What can be read here without the server. */
  readonly copies: Copies
  readonly ledgers: Later<Ledgers>
  readonly chats: Chats
  readonly backends: Backends
  readonly drafts: Drafts
  readonly outbox: Outbox
  readonly composing: Composing
  /** What chats are about that the server may not have yet. */
  readonly begun: BegunSheets
  /** What the next chat begins with. */
  readonly prepared: Prepared
  readonly lasting: Lasting
  /** Export, import, and copies on this device. */
  readonly safekeeping: Later<Safekeeping>
  /** The generators of this browser. */
  readonly workshop: Later<Workshop>
  /** The chat that is open; null on a blank page. */
  readonly story: Signal<Story | null> = signal<Story | null>(null)
  /** The card for connecting a model is open. */
  readonly isConnecting: Signal<boolean> = signal(false)
  readonly #means: Means

  constructor(means: Means) {
    // The page ends by being closed; nothing ends this before.
    const { signal: never } = new AbortController()
    this.#means = means
    this.server = serverOver(means)
    const hasWaiting = (chatId: string): boolean => this.outbox.turns.peek().some((turn) => turn.chatId === chatId)
    this.copies = new Copies({ means, server: this.server, hasWaiting })
    this.chats = new Chats(means, this.server, this.copies, never)
    this.backends = new Backends(means, this.server, never)
    this.drafts = new Drafts(means)
    this.outbox = new Outbox({
      means,
      server: this.server,
      listener: {
        onAccepted: (turn, accepted) => this.#accepted(turn, accepted),
        onRefused: (turn, problem) => this.composing.returned(turn, problem),
        giveBack: (turn) => this.composing.giveBack(turn),
      },
      signal: never,
    })
    this.begun = new BegunSheets(means.shelf)
    this.prepared = new Prepared(means.shelf)
    this.composing = new Composing({ ...this, makeId: means.makeId })
    this.safekeeping = new Later(async () => {
      const { openSafekeeping } = await import('./safekeeping.ts')
      return openSafekeeping(means, () => this.#readAgain())
    })
    this.workshop = new Later(async () => (await import('./workshop.ts')).openWorkshop(means, this.drafts))
    means.store.onTakenAway(() => this.story.peek()?.copyAgain())
    this.lasting = new Lasting(
      means,
      computed(
        () =>
          this.outbox.turns.value.length > 0 ||
          this.drafts.places('').length > 0 ||
          this.copies.keeping.written.value > 0,
      ),
    )
    this.ledgers = new Later(async () => {
      const { openLedgers } = await import('./ledgers.ts')
      return openLedgers({ ...this, means, readAgain: () => this.#readAgain() })
    })
  }

  start(): void {
    void this.drafts.load()
    void this.outbox.start()
    void this.chats.load()
    void this.backends.load()
    effect(() => this.#follow())
    effect(() => this.#followSheet())
    this.#means.whenIdle(() => {
      void fetchReader().catch(() => undefined)
      void this.ledgers.come()
      void this.safekeeping.come()
    })
  }

  now(): number {
    return this.#means.clock.now()
  }

  /** What a chat is about, without opening it. */
  aboutChat(chatId: string): StorySheet {
    return new StorySheet({ chatId, server: this.server, copy: this.copies.of(chatId), begun: this.begun })
  }

  /** What whoever asks for help takes from the page. */
  forSupport(): SupportMeans {
    return { drafts: this.drafts, ledgers: this.ledgers, means: this.#means }
  }

  /** Opens the story that the address names. */
  #follow(): void {
    const route = this.router.route.value
    const open = this.story.peek()
    if (route.at === 'chat' && open?.id === route.id) return
    open?.close()
    if (route.at !== 'chat') this.copies.open.value = null
    this.story.value = route.at === 'chat' ? this.#open(route.id) : null
  }

  #open(id: string): Story {
    this.copies.read(id)
    const story = new Story(id, {
      means: this.#means,
      server: this.server,
      copy: this.copies.of(id),
      begun: this.begun,
      onLogGone: () => void this.ledgers.part.peek()?.server.ask(),
      onRenamed: (before, now) => this.composing.keepInBox(id, before, now),
      onChanged: () => {
        void this.chats.load()
        // A waiting turn may have waited for just this.
        this.outbox.nudge()
      },
    })
    // A chat that is only on its way cannot be read yet; what it has is what is being sent.
    const first = this.outbox.turns.peek().find(({ chatId, spot }) => spot.isNewChat && chatId === id)
    if (first === undefined) void story.load()
    else story.isLoaded.value = true
    if (first?.spot.sheet !== undefined) story.about.begin(first.spot.sheet)
    return story
  }

  #followSheet(): void {
    const story = this.story.value
    const chat = this.chats.list.value?.find(({ id }) => id === story?.id)
    if (story !== null && chat !== undefined) void story.about.follow(chat.sheetAt)
  }

  #readAgain(): void {
    void this.chats.load()
    void this.story.peek()?.load()
  }

  /** From now on the server has the words, and nobody here but the copy. */
  async #copyAccepted({ chatId, text, spot }: WaitingTurn, accepted: Accepted): Promise<void> {
    void this.chats.load()
    const copy = this.copies.of(chatId)
    const parentId =
      spot.parentId ?? (spot.parentId === null ? null : ((await copy.newest(1))?.messages[0]?.id ?? null))
    copy.keepAccepted(messagesOf({ parentId, text, accepted, now: this.#means.clock.now() }), spot.sheet)
  }

  #accepted(turn: WaitingTurn, accepted: Accepted): void {
    const story = this.story.peek()
    if (story?.id === turn.chatId) story.accept(turn, accepted)
    else void this.#copyAccepted(turn, accepted)
    this.composing.accepted(turn, accepted)
  }
}
