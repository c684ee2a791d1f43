import { signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Accepted } from '#protocol/chats.ts'
import type { Problem } from '#protocol/problem.ts'
import { ok, type Outcome } from '#shared/outcome.ts'
import type { Server } from '../api/server.ts'
import { untilAnswered } from '../api/until-answered.ts'
import type { Means } from '../means.ts'
import { forgetTurn, keepTurn, keptTurns, type PendingTurn } from './pending-turns.ts'

/** A turn on its way, as the page shows it. */
export interface TurnOnItsWay extends PendingTurn {
  /** Why it is not there yet. */
  readonly trouble: ReadonlySignal<Problem | null>
}

export interface SendingListener {
  /** The server has the turn. Called before it leaves the list of turns on their way. */
  readonly onAccepted: (pending: PendingTurn, accepted: Accepted) => void
  /** The server will not take it as it stands: its text goes back into the box. */
  readonly onRefused: (pending: PendingTurn, problem: Problem) => void
}

/** Sends turns, each under its own id, again and again until the server has accepted or refused it. */
export class Sending {
  readonly turns: Signal<readonly TurnOnItsWay[]> = signal([])
  readonly #means: Means
  readonly #server: Server
  readonly #listener: SendingListener
  readonly #signal: AbortSignal

  constructor(means: Means, server: Server, listener: SendingListener, stop: AbortSignal) {
    this.#means = means
    this.#server = server
    this.#listener = listener
    this.#signal = stop
  }

  /** Takes up what was on its way when the page was last open. */
  resume(): void {
    for (const pending of keptTurns(this.#means.shelf)) this.#start(pending)
  }

  /** False when the browser would not keep the turn over a reload. It is sent all the same. */
  send(pending: PendingTurn): boolean {
    const isKept = keepTurn(this.#means.shelf, pending)
    this.#start(pending)
    return isKept
  }

  #start(pending: PendingTurn): void {
    const trouble = signal<Problem | null>(null)
    this.turns.value = [...this.turns.value, { ...pending, trouble }]
    void this.#deliver(pending, trouble)
  }

  async #deliver(pending: PendingTurn, trouble: Signal<Problem | null>): Promise<void> {
    const persistence = {
      signal: this.#signal,
      onTrouble: (problem: Problem | null) => {
        trouble.value = problem
      },
    }
    const outcome = await untilAnswered(this.#means, () => this.#attempt(pending), persistence)
    if (outcome === null) return
    forgetTurn(this.#means.shelf, pending)
    if (outcome.ok) this.#listener.onAccepted(pending, outcome.value)
    else this.#listener.onRefused(pending, outcome.error)
    this.turns.value = this.turns.value.filter(({ turn }) => turn.id !== pending.turn.id)
  }

  // Both requests carry ids of ours: whichever answer was lost on the way, asking again makes nothing twice.
  async #attempt({ chatId, isNewChat, turn }: PendingTurn): Promise<Outcome<Accepted, Problem>> {
    const chat = isNewChat ? await this.#server.createChat({ id: chatId }) : ok(null)
    return chat.ok ? this.#server.send(chatId, turn) : chat
  }
}
