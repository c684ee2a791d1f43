import { batch, computed, effect, signal, type Signal } from '@preact/signals'
import * as z from 'zod/mini'
import { acceptedSchema, type Accepted } from '#protocol/chats.ts'
import { problemSchema, type Problem } from '#protocol/problem.ts'
import type { Outcome } from '#shared/outcome.ts'
import type { Server } from '../api/server.ts'
import type { Channel, Means } from '../means.ts'
import type { StoreFailure } from '../store/failure.ts'
import { OutboxKeeping } from './keeping.ts'
import {
  accepted,
  append,
  behindReply,
  inOrder,
  moved,
  refused,
  rewritten,
  withdrawn,
  type NewTurn,
  type Queue,
} from './queue.ts'
import { Sender } from './sender.ts'
import { waitingTurnSchema, type WaitingTurn } from './waiting-turn.ts'

export interface OutboxListener {
  /** The server has the turn. Called in every tab, before the turn leaves the list. */
  readonly onAccepted: (turn: WaitingTurn, accepted: Accepted) => void
  /** The server will not take it as it stands. Called in every tab. */
  readonly onRefused: (turn: WaitingTurn, problem: Problem) => void
  /** Puts the text of a refused turn back into its box. Called in one tab. */
  readonly giveBack: (turn: WaitingTurn) => void
}

export interface OutboxMeans {
  readonly means: Means
  readonly server: Server
  readonly listener: OutboxListener
  readonly signal: AbortSignal
}

/** What tabs tell each other. */
const newsSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('changed') }),
  z.object({ t: z.literal('nudge') }),
  z.object({ t: z.literal('accepted'), turn: waitingTurnSchema, accepted: acceptedSchema }),
  z.object({ t: z.literal('refused'), turn: waitingTurnSchema, problem: problemSchema }),
  z.object({ t: z.literal('trouble'), id: z.string(), problem: z.nullable(problemSchema) }),
])
type News = z.infer<typeof newsSchema>

/** The turns that wait to be sent, the same in all tabs of this browser. One of the tabs sends them. */
export class Outbox {
  /** All of them, those of one chat in their order. */
  readonly turns: Signal<Queue> = signal<Queue>([])
  /** Why a turn is not there yet, by its id. */
  readonly troubles: Signal<ReadonlyMap<string, Problem>> = signal(new Map())
  /** Why the browser would not keep a change of the outbox; null when it kept the last one. */
  readonly trouble: Signal<StoreFailure | null> = signal<StoreFailure | null>(null)
  readonly #keeping: OutboxKeeping
  readonly #listener: OutboxListener
  readonly #channel: Channel
  readonly #sender: Sender
  readonly #alone: Means['alone']
  readonly #now: () => number
  readonly #signal: AbortSignal
  /** Accepted turns that could not be forgotten: they must not go again while this page lives. */
  readonly #over = new Set<string>()
  /** The replies to turns that were accepted while this page lives, by those turns. */
  readonly #replyTo = new Map<string, string>()
  #isStale = false
  #reading: Promise<void> | null = null

  constructor({ means, server, listener, signal: stop }: OutboxMeans) {
    this.#keeping = new OutboxKeeping(means)
    this.#listener = listener
    this.#alone = means.alone
    this.#now = means.clock.now
    this.#signal = stop
    this.#channel = means.openChannel('outbox', (message) => this.#hear(message))
    means.store.onTakenAway(() => void this.#keepAllAgain())
    // The tab that sends may be hidden, and its timers slow: the one that is looked at wakes it.
    const hasTurns = computed(() => this.turns.value.length > 0)
    effect(() => (hasTurns.value ? means.onWake(() => this.nudge()) : undefined))
    this.#sender = new Sender({
      means,
      server,
      signal: stop,
      turns: this.turns,
      change: (chatId, how) => this.#change(chatId, how),
      onAccepted: (turn, answer) => this.#accepted(turn, answer),
      onRefused: (turn, problem) => this.#refused(turn, problem),
      onTrouble: (id, problem) => this.#tell({ t: 'trouble', id, problem }),
    })
  }

  /** Reads what waits from earlier, and sends as soon as no other tab does. */
  async start(): Promise<void> {
    await this.#read()
    await this.#alone('outbox', () => this.#sender.run(), this.#signal)
  }

  /**
   * Resolves when the turn is on the disk, or with the reason why it is not: then it must stay where it was written. It
   * follows the turn that its writer saw waiting last, also when that is accepted before this one is kept.
   */
  add(turn: NewTurn, behind?: string): Promise<Outcome<Queue, StoreFailure>> {
    return this.#change(turn.chatId, (queue) => {
      const replyId = behind === undefined ? undefined : this.#replyTo.get(behind)
      const spot = replyId === undefined ? turn.spot : behindReply(replyId)
      return append(queue, { ...turn, spot }, this.#now())
    })
  }

  /** False when it went off before: then the server has, or may have, the old words. */
  async rewrite({ id, chatId }: WaitingTurn, text: string): Promise<boolean> {
    const changed = await this.#change(chatId, (queue) => rewritten(queue, id, text))
    return changed.ok && changed.value.some((turn) => turn.id === id && turn.text === text)
  }

  async move({ id, chatId }: WaitingTurn, by: -1 | 1): Promise<void> {
    await this.#change(chatId, (queue) => moved(queue, id, by))
  }

  /** False when it went off before, or could not be taken out. */
  async withdraw({ id, chatId }: WaitingTurn): Promise<boolean> {
    const changed = await this.#change(chatId, (queue) => withdrawn(queue, id))
    return changed.ok && changed.value.every((turn) => turn.id !== id)
  }

  /** Why the next turn of a chat is not there yet, and so none of those behind it. */
  troubleOf(chatId: string): Problem | null {
    const next = this.turns.value.find((turn) => turn.chatId === chatId)
    return (next && this.troubles.value.get(next.id)) ?? null
  }

  /** Something happened that makes trying worth it: a reply has ended, or somebody says that the server is back. */
  nudge(): void {
    this.#tell({ t: 'nudge' })
  }

  async #change(chatId: string, how: (queue: Queue) => Queue): Promise<Outcome<Queue, StoreFailure>> {
    // What is over is there only because it could not be forgotten: now it goes with this change.
    return this.#keep(chatId, this.#queueOf(chatId), (queue) => how(queue.filter(({ id }) => !this.#over.has(id))))
  }

  async #keep(chatId: string, known: Queue, how: (queue: Queue) => Queue): Promise<Outcome<Queue, StoreFailure>> {
    const changed = await this.#keeping.change(chatId, known, how)
    this.trouble.value = changed.ok ? null : changed.error
    if (!changed.ok) return changed
    this.#isStale = true
    this.turns.value = inOrder([...this.turns.peek().filter((turn) => turn.chatId !== chatId), ...changed.value])
    this.#channel.say({ t: 'changed' } satisfies News)
    return changed
  }

  #queueOf(chatId: string): Queue {
    return this.turns.peek().filter((turn) => turn.chatId === chatId)
  }

  /** Reads all that is kept; whoever asks while that is under way is answered with one reading more. */
  #read(): Promise<void> {
    this.#isStale = true
    this.#reading ??= this.#readUntilFresh().finally(() => {
      this.#reading = null
    })
    return this.#reading
  }

  // Whatever is changed during a reading is younger than what was read.
  async #readUntilFresh(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false
      const turns = await this.#keeping.all()
      if (!this.#isStale) this.turns.value = inOrder(turns.filter(({ id }) => !this.#over.has(id)))
    }
  }

  async #accepted(turn: WaitingTurn, answer: Accepted): Promise<void> {
    const known = this.#queueOf(turn.chatId)
    this.#tell({ t: 'accepted', turn, accepted: answer })
    await this.#keep(turn.chatId, known, (queue) => accepted(queue, turn.id, answer.replyId))
  }

  async #refused(turn: WaitingTurn, problem: Problem): Promise<void> {
    const known = this.#queueOf(turn.chatId)
    if (known.length > 1) {
      await this.#change(turn.chatId, (queue) => refused(queue, turn.id, problem))
      return
    }
    // First into the box, then out of here: a crash between the two leaves the words twice, and never nowhere.
    this.#listener.giveBack(turn)
    this.#tell({ t: 'refused', turn, problem })
    await this.#keep(turn.chatId, known, (queue) => withdrawn(refused(queue, turn.id, problem), turn.id))
  }

  #tell(news: News): void {
    this.#learn(news)
    this.#channel.say(news)
  }

  #hear(message: unknown): void {
    const news = newsSchema.safeParse(message)
    if (news.success) this.#learn(news.data)
  }

  #learn(news: News): void {
    switch (news.t) {
      case 'changed':
        void this.#read()
        return
      case 'nudge':
        this.#sender.nudge()
        return
      case 'accepted':
        this.#replyTo.set(news.turn.id, news.accepted.replyId)
        this.#end(news.turn, () => this.#listener.onAccepted(news.turn, news.accepted))
        return
      case 'refused':
        this.#end(news.turn, () => this.#listener.onRefused(news.turn, news.problem))
        return
      case 'trouble':
        this.#setTrouble(news.id, news.problem)
    }
  }

  // Both at once, so that the message is never seen twice, nor not at all.
  #end(turn: WaitingTurn, tellListener: () => void): void {
    batch(() => {
      this.#over.add(turn.id)
      tellListener()
      this.#setTrouble(turn.id, null)
      this.turns.value = this.turns.peek().filter(({ id }) => id !== turn.id)
    })
  }

  #setTrouble(id: string, problem: Problem | null): void {
    const troubles = new Map(this.troubles.peek())
    if (problem === null) troubles.delete(id)
    else troubles.set(id, problem)
    this.troubles.value = troubles
  }

  async #keepAllAgain(): Promise<void> {
    const lost = this.turns.peek()
    // At once, since the page may be closed before there is a new database.
    this.#keeping.shelve(lost)
    for (const chatId of new Set(lost.map((turn) => turn.chatId))) {
      // As it is known by then: what was withdrawn meanwhile is not put back.
      await this.#change(chatId, (queue) => {
        const known = this.#queueOf(chatId)
        return inOrder(new Map([...known, ...queue].map((turn) => [turn.id, turn])).values())
      })
    }
  }
}
