import { effect, type ReadonlySignal } from '@preact/signals'
import { endedStates, type Accepted, type Message } from '#protocol/chats.ts'
import type { FaultId } from '#protocol/faults.ts'
import type { Problem } from '#protocol/problem.ts'
import { ok, type Outcome } from '#shared/outcome.ts'
import type { Server } from '../api/server.ts'
import { isRefusal } from '../api/trouble.ts'
import { delayMs, waitUnlessWoken } from '../api/until-answered.ts'
import type { Means } from '../means.ts'
import type { StoreFailure } from '../store/failure.ts'
import { cameBack, setOut, type Queue } from './queue.ts'
import { turnOf, type Spot, type WaitingTurn } from './waiting-turn.ts'

export interface SenderMeans {
  readonly means: Means
  readonly server: Server
  readonly turns: ReadonlySignal<Queue>
  readonly change: (chatId: string, how: (queue: Queue) => Queue) => Promise<Outcome<Queue, StoreFailure>>
  readonly onAccepted: (turn: WaitingTurn, accepted: Accepted) => Promise<void>
  readonly onRefused: (turn: WaitingTurn, problem: Problem) => Promise<void>
  readonly onTrouble: (id: string, problem: Problem | null) => void
  readonly signal: AbortSignal
}

/** With these a turn cannot have reached the server: nobody was there, or it was turned away before it was read. */
const surelyNotThere: ReadonlySet<string> = new Set([
  'origin-refused',
  'origin-unresolved',
  'origin-name-unanswered',
  'origin-address-unusable',
  'origin-tls-failed',
  'origin-certificate',
  'origin-certificate-expired',
  'origin-certificate-early',
  'origin-certificate-untrusted',
  'origin-certificate-misnamed',
  'edge-refused-here',
  'server-draining',
  'storage-unavailable',
] satisfies FaultId[])

// A reply takes seconds to minutes; whoever watches it being written says when it is over.
const lookAgainMs = 2_000

/** `gone`: it does not wait any more. `later`: it is not its time yet. `changed`: somebody was at it just now. */
type Step = 'gone' | 'later' | 'changed' | Problem

/** Sends the waiting turns of all chats, those of one chat one after the other, until each is accepted or refused. */
export class Sender {
  readonly #outbox: SenderMeans
  readonly #means: Means
  readonly #server: Server
  readonly #sending = new Set<string>()
  readonly #wakers = new Set<() => void>()

  constructor(outbox: SenderMeans) {
    this.#outbox = outbox
    this.#server = outbox.server
    const { onWake } = outbox.means
    this.#means = {
      ...outbox.means,
      onWake: (run) => {
        const forget = onWake(run)
        this.#wakers.add(run)
        return () => {
          this.#wakers.delete(run)
          forget()
        }
      },
    }
  }

  /** Sends whatever comes to wait, until the signal aborts. */
  async run(): Promise<void> {
    const { turns, signal } = this.#outbox
    const { promise: stopped, resolve } = Promise.withResolvers<void>()
    const stop = effect(() => {
      for (const chatId of new Set(turns.value.map((turn) => turn.chatId))) void this.#sendAll(chatId)
    })
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
    await stopped
    stop()
  }

  nudge(): void {
    for (const run of this.#wakers) run()
  }

  async #sendAll(chatId: string): Promise<void> {
    if (this.#sending.has(chatId)) return
    this.#sending.add(chatId)
    let failures = 0
    for (let turn = this.#next(chatId); turn !== undefined; turn = this.#next(chatId)) {
      const step = await this.#step(turn, failures)
      if (step === 'gone') failures = 0
      else if (!(await this.#wait(turn, step, ++failures))) break
    }
    this.#sending.delete(chatId)
  }

  #next(chatId: string): WaitingTurn | undefined {
    const first = this.#outbox.turns.peek().find((turn) => turn.chatId === chatId)
    return first?.refusal === null && !this.#outbox.signal.aborted ? first : undefined
  }

  #wait(turn: WaitingTurn, step: 'later' | 'changed' | Problem, failures: number): Promise<boolean> {
    const trouble = typeof step === 'string' ? null : step
    this.#outbox.onTrouble(turn.id, trouble)
    const ms = step === 'later' ? lookAgainMs : delayMs(failures, trouble, this.#means)
    return waitUnlessWoken(this.#means, ms, this.#outbox.signal)
  }

  async #step(turn: WaitingTurn, failures: number): Promise<Step> {
    const way = await this.#knock(turn, failures)
    if (!way.ok) return this.#failed(turn, way.error)
    // What may be there already went when the reply before it was over, and has a spot that does not change any more.
    if (!turn.spot.isAfterReply || turn.mayHaveArrived) return this.#send(turn, turn.spot)
    const end = await this.#endOf(turn)
    if (!end.ok) return this.#failed(turn, end.error)
    return isWriting(end.value) ? 'later' : this.#send(turn, spotBehind(end.value, turn.spot))
  }

  // Only reading, and making the chat, which is the same however often it is asked for: a turn sets out when the way has
  // been seen to be free. So it is seldom that nobody knows whether one has arrived, and it can be changed until then.
  async #knock({ chatId, spot }: WaitingTurn, failures: number): Promise<Outcome<unknown, Problem>> {
    if (spot.isNewChat) return this.#server.createChat({ id: chatId, ...(spot.sheet && { sheet: spot.sheet }) })
    return failures > 0 || !this.#means.isOnline() ? this.#server.chat(chatId) : ok(null)
  }

  /** The message with which the branch ends that the turn belongs to. */
  async #endOf({ chatId, spot: { parentId } }: WaitingTurn): Promise<Outcome<Message | undefined, Problem>> {
    const branch = parentId === undefined || parentId === null ? {} : { branch: parentId }
    const page = await this.#server.messages(chatId, { ...branch, limit: 1 })
    return page.ok ? ok(page.value.messages.at(-1)) : page
  }

  async #send(turn: WaitingTurn, spot: Spot): Promise<Step> {
    const going = await this.#setOut(turn, spot)
    if (going === undefined) return 'changed'
    const answer = await this.#server.send(going.chatId, turnOf(going))
    if (answer.ok) {
      await this.#outbox.onAccepted(going, answer.value)
      return 'gone'
    }
    if (surelyNotThere.has(answer.error.fault) && !turn.mayHaveArrived)
      await this.#outbox.change(turn.chatId, (queue) => cameBack(queue, turn.id))
    return this.#failed(turn, answer.error)
  }

  /** Undefined when somebody has changed it, or put another before it, since it was looked at. */
  async #setOut(turn: WaitingTurn, spot: Spot): Promise<WaitingTurn | undefined> {
    const { id, chatId, revision } = turn
    const queue = await this.#outbox.change(chatId, (before) => {
      const [first] = before
      return first?.id === id && first.revision === revision ? setOut(before, id, spot) : before
    })
    // It goes although that could not be written down: it is kept as it was, and the server takes it once.
    if (!queue.ok) return { ...turn, spot }
    const [first] = queue.value
    return first?.id === id && first.mayHaveArrived ? first : undefined
  }

  async #failed(turn: WaitingTurn, problem: Problem): Promise<Step> {
    if (!isRefusal(problem)) return problem
    await this.#outbox.onRefused(turn, problem)
    return 'gone'
  }
}

function isWriting(end: Message | undefined): boolean {
  return end?.reply !== undefined && end.reply !== null && !endedStates.has(end.reply.state)
}

function spotBehind(end: Message | undefined, spot: Spot): Spot {
  return spot.mayHaveGrown === true && end !== undefined ? { ...spot, parentId: end.id } : spot
}
