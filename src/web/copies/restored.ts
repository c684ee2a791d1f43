import { batch, effect, signal, type Signal } from '@preact/signals'
import { endedStates, type Message } from '#protocol/chats.ts'
import type { Ledger } from '#protocol/ledger.ts'
import type { Problem } from '#protocol/problem.ts'
import { ok, type Outcome } from '#shared/outcome.ts'
import type { Server } from '../api/server.ts'
import type { LedgerServer } from '../ledger/ledger-server.ts'
import type { Channel, Means } from '../means.ts'
import { readChat, type CopiedChat, type CopiedMessage } from './copied.ts'
import type { Copies } from './copies.ts'
import { missingFrom } from './missing.ts'
import { copiedChats, copiedMessages, messagesWith } from './reading.ts'

export interface RestoredMeans {
  readonly means: Means
  readonly server: Pick<Server, 'messages'> & Pick<LedgerServer, 'putBack'>
  readonly copies: Copies
  /** The server has got something back that it did not have. */
  readonly onPutBack: () => void
  readonly signal: AbortSignal
}

const decisionNote = 'kept-here'

/**
 * Words that only this device has, because the server was restored from a copy that is older than they are. They are
 * offered, and never sent by themselves: what is on the server may be as it is on purpose.
 */
export class Restored {
  /** The chats with such words. */
  readonly onlyHere: Signal<readonly CopiedChat[]> = signal<readonly CopiedChat[]>([])
  /** The person has said that they are to stay here and nowhere else. */
  readonly isDecided: Signal<boolean> = signal(false)
  readonly isPuttingBack: Signal<boolean> = signal(false)
  /** How many messages the server has again, until the person has taken note of it. */
  readonly broughtBack: Signal<number> = signal(0)
  /** Why they could not be put back. */
  readonly problem: Signal<Problem | null> = signal<Problem | null>(null)
  readonly #restored: RestoredMeans
  readonly #channel: Channel
  #history: string | null = null
  #isCompared = false
  /** Held for when the database is taken away under the page: nobody else has them. */
  #held = new Map<string, readonly Message[]>()

  constructor(restored: RestoredMeans) {
    this.#restored = restored
    const { means } = restored
    this.#channel = means.openChannel('only-here', () => void this.#look())
    means.store.onTakenAway(() => void this.#keepAgain())
    // A chat that is only here can be deleted like any other.
    effect(() => {
      if (restored.copies.keeping.written.value > 0 && this.onlyHere.peek().length > 0) void this.#look()
    })
  }

  /** Compares the copies with a server whose line of stories is another one than theirs. */
  async check({ history }: Pick<Ledger, 'history'>): Promise<void> {
    if (this.#history === history && this.#isCompared) return
    this.#history = history
    this.#isCompared = true
    const { means, copies, signal: stop } = this.#restored
    // One tab does it; those that come after find it done.
    await means.alone('compare', () => this.#compareAll(history), stop)
    await this.#look()
    await copies.keeping.flush()
  }

  /** Gives all of it to the server. It takes what it does not have, and changes nothing of what it has. */
  async putBack(): Promise<void> {
    if (this.isPuttingBack.peek()) return
    this.isPuttingBack.value = true
    const before = this.#count()
    const outcome = await this.#putAllBack(this.onlyHere.peek())
    batch(() => {
      this.problem.value = outcome.ok ? null : outcome.error
      this.broughtBack.value = before - this.#count()
      this.isPuttingBack.value = false
    })
    this.#restored.onPutBack()
  }

  /** Leaves it here, and asks no more. */
  async keepHereOnly(): Promise<void> {
    this.isDecided.value = true
    const { store } = this.#restored.means
    await store.write(['notes'], (transaction) => transaction.objectStore('notes').put(this.#history, decisionNote))
    this.#channel.say('changed')
  }

  messagesOf({ onlyHere }: CopiedChat): Promise<readonly Message[]> {
    return messagesWith(this.#restored.means.store, onlyHere)
  }

  async #compareAll(history: string): Promise<void> {
    for (const copy of await copiedChats(this.#restored.means.store)) {
      if (copy.history === history && copy.onlyHere.length === 0) continue
      const compared = await this.#compare(copy, history)
      // The rest is compared when the server is asked again.
      if (!compared.ok || compared.value === 'later') this.#isCompared = false
      if (!compared.ok) return
    }
  }

  async #compare({ id }: CopiedChat, history: string): Promise<Outcome<'now' | 'later', Problem>> {
    const { means, server } = this.#restored
    const messages = await copiedMessages(means.store, id)
    const compared = await missingFrom(server, id, new Map(messages.map((message) => [message.id, message.parentId])))
    if (!compared.ok) return compared
    const { missing, ends } = compared.value
    const forks = forksIn(messages, ends)
    // How it ends there is seen when it has ended.
    if (forks === 'being written') return ok('later')
    // What is here becomes a variant of what is there.
    const kept = forks.map(({ here }) => ({ ...here, id: means.makeId() }))
    const onlyHere = [...missing, ...kept.map((message) => message.id)]
    await means.store.write(['chats', 'messages'], async (transaction) => {
      const chats = transaction.objectStore('chats')
      const copy = readChat(await chats.get(id))
      if (copy === null) return
      for (const message of [...kept, ...forks.map(({ there }) => there)])
        await transaction.objectStore('messages').put(rowOf(id, message))
      await chats.put({ ...copy, history, onlyHere })
    })
    return ok('now')
  }

  async #putAllBack(chats: readonly CopiedChat[]): Promise<Outcome<null, Problem>> {
    const { means, server, copies } = this.#restored
    const history = this.#history
    if (history === null) return ok(null)
    const { partsOf } = await import('./put-back.ts')
    for (const copy of chats) {
      for await (const part of partsOf(copy, await this.messagesOf(copy), means.clock)) {
        const sent = await server.putBack(part)
        if (!sent.ok) return sent
      }
      // What the server has now it says itself.
      const compared = await this.#compare(copy, history)
      if (!compared.ok) return compared
      await this.#look()
    }
    copies.keeping.written.value += 1
    this.#channel.say('changed')
    return ok(null)
  }

  #count(): number {
    return this.onlyHere.peek().reduce((sum, { onlyHere }) => sum + onlyHere.length, 0)
  }

  async #look(): Promise<void> {
    const { store } = this.#restored.means
    const chats = (await copiedChats(store)).filter(({ onlyHere }) => onlyHere.length > 0)
    for (const copy of chats) this.#held.set(copy.id, await this.messagesOf(copy))
    const decision = await store.read(['notes'], (transaction) => transaction.objectStore('notes').get(decisionNote))
    this.isDecided.value = decision.ok && decision.value === this.#history
    this.onlyHere.value = chats
  }

  async #keepAgain(): Promise<void> {
    const { store } = this.#restored.means
    for (const copy of this.onlyHere.peek()) {
      await store.write(['chats', 'messages'], async (transaction) => {
        await transaction.objectStore('chats').put(copy)
        for (const message of this.#held.get(copy.id) ?? [])
          await transaction.objectStore('messages').put(rowOf(copy.id, message))
      })
    }
  }
}

function rowOf(chatId: string, message: Message): CopiedMessage {
  return { id: message.id, chatId, message }
}

/** A reply that goes one way here and another way on the server. */
interface Fork {
  readonly here: Message
  readonly there: Message
}

/**
 * Replies that this device has read, and that the server has written on in another way since: it was restored from a copy
 * that was made in their middle.
 */
function forksIn(messages: readonly Message[], ends: readonly Message[]): readonly Fork[] | 'being written' {
  const known = new Map(messages.map((message) => [message.id, message]))
  const forks = ends.flatMap((there) => {
    const here = known.get(there.id)
    return here === undefined || there.text.startsWith(here.text) ? [] : [{ here, there }]
  })
  const isWritten = ({ there: { reply } }: Fork): boolean => reply === null || endedStates.has(reply.state)
  return forks.every(isWritten) ? forks : 'being written'
}
