import * as z from 'zod/mini'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { jsonOf } from '../json.ts'
import type { Means } from '../means.ts'
import type { StoreFailure } from '../store/failure.ts'
import type { Reading, Writing } from '../store/store.ts'
import { inOrder, type Queue } from './queue.ts'
import { SecondCopy } from './second-copy.ts'
import { readTurn, type WaitingTurn } from './waiting-turn.ts'

const prefix = 'holdfast:turn:'
/** A turn that the database could not be made to forget. */
const gonePrefix = 'holdfast:turn-gone:'

/** The note of turns that wait no more, the newest last. Where there is none the database has just been made. */
const overNote = 'turns-over'
/** More than anybody sends while Chromium has not yet written to the disk what was taken from the shelf: a minute or two. */
const overAtMost = 100
const overSchema = z.catch(z.array(z.string()), [])

/**
 * Keeps waiting turns in the database, and on the shelf what the database does not take. A browser that is killed
 * finds on its shelf again what was taken from it a moment ago; the database remembers which turns are over.
 */
export class OutboxKeeping {
  readonly #means: Pick<Means, 'shelf' | 'store'>
  readonly #copy: SecondCopy

  constructor(means: Pick<Means, 'shelf' | 'store'>) {
    this.#means = means
    this.#copy = new SecondCopy(means.shelf)
  }

  /** All of them, also while the database does not answer. */
  async all(): Promise<readonly WaitingTurn[]> {
    // Both in the one transaction: what another tab takes from the shelf meanwhile, the database does not have before its end.
    const kept = await this.#means.store.read(['outbox', 'notes'], async (transaction) =>
      this.#withShelf(await this.#kept(transaction)),
    )
    return kept.ok ? kept.value : this.#withShelf({ turns: this.#copy.turns(), over: [] })
  }

  /**
   * Changes a chat's queue as it stands at this moment, in whatever tab it was changed last, and answers with what it is
   * then. It is on the disk before this resolves; a failure means that it is kept nowhere.
   * `known` is what this tab knows of the queue, for when the database cannot say.
   */
  async change(chatId: string, known: Queue, how: (queue: Queue) => Queue): Promise<Outcome<Queue, StoreFailure>> {
    const { store } = this.#means
    const times = store.takenAwayTimes
    const inStore = await store.write(
      ['outbox', 'notes'],
      async (transaction) => {
        const outbox = transaction.objectStore('outbox')
        const kept = await this.#kept(transaction)
        // Of a database that was begun anew those of other chats are put back with this change, too.
        for (const turn of kept.putBack) await outbox.put(turn)
        const before = this.#queueIn(kept, chatId)
        const queue = withRevisions(before, how(before))
        const gone = [...this.#gone(), ...goneFrom(before, queue)]
        const over = [...kept.over, ...gone].slice(-overAtMost)
        await transaction.objectStore('notes').put(over, overNote)
        for (const id of gone) await outbox.delete(id)
        // All of it, not only what changed: what was only on the shelf is in the database from now on.
        for (const turn of queue) await outbox.put(turn)
        this.#copy.keep(chatId, queue)
        return { before, queue, gone, over }
      },
      'strict',
    )
    if (inStore.ok) {
      // A database that is deleted lets what is being written come to its end, and goes then.
      if (store.takenAwayTimes === times) this.#clearShelf(inStore.value)
      else this.#putOnShelf(inStore.value.before, inStore.value.queue)
      return ok(inStore.value.queue)
    }
    const before = this.#queueIn({ turns: known, over: [] }, chatId)
    const after = withRevisions(before, how(before))
    return this.#putOnShelf(before, after) ? ok(after) : fail(inStore.error)
  }

  /** Keeps turns on the shelf until the database has them. What does not fit there is only tried in the database. */
  shelve(turns: Queue): void {
    for (const turn of turns) this.#means.shelf.put(prefix + turn.id, JSON.stringify(turn))
  }

  async #kept(transaction: Reading<KeptIn> | Writing<KeptIn>): Promise<Kept & { readonly putBack: Queue }> {
    const rows = await transaction.objectStore('outbox').getAll()
    const over = await transaction.objectStore('notes').get(overNote)
    const putBack = over === undefined ? this.#copy.turns() : []
    return { turns: [...rows.flatMap(readTurn), ...putBack], over: overSchema.parse(over), putBack }
  }

  #queueIn(kept: Kept, chatId: string): Queue {
    return this.#withShelf(kept).filter((turn) => turn.chatId === chatId)
  }

  #withShelf({ turns, over }: Kept): Queue {
    const { shelf } = this.#means
    const gone = new Set([...over, ...this.#gone()])
    const onShelf = shelf.keys(prefix).flatMap((key) => readTurn(jsonOf(shelf.get(key) ?? '')))
    const newest = new Map<string, WaitingTurn>()
    for (const turn of [...turns, ...onShelf])
      if (!gone.has(turn.id) && turn.revision >= (newest.get(turn.id)?.revision ?? 0)) newest.set(turn.id, turn)
    return inOrder(newest.values())
  }

  #gone(): readonly string[] {
    return this.#means.shelf.keys(gonePrefix).map((key) => key.slice(gonePrefix.length))
  }

  #putOnShelf(before: Queue, after: Queue): boolean {
    const { shelf } = this.#means
    const isKept = after.every((turn) => before.includes(turn) || shelf.put(prefix + turn.id, JSON.stringify(turn)))
    for (const id of goneFrom(before, after)) {
      shelf.remove(prefix + id)
      if (!shelf.put(gonePrefix + id, '')) return false
    }
    return isKept
  }

  #clearShelf({ queue, gone, over }: Changed): void {
    const { shelf } = this.#means
    const settled = new Set([...over, ...queue.map((turn) => turn.id)])
    for (const key of shelf.keys(prefix)) if (settled.has(key.slice(prefix.length))) shelf.remove(key)
    for (const id of gone) shelf.remove(gonePrefix + id)
  }
}

interface Changed {
  readonly queue: Queue
  readonly gone: readonly string[]
  readonly over: readonly string[]
}

/** What the database has. */
interface Kept {
  readonly turns: readonly WaitingTurn[]
  /** The ids of turns that wait no more. */
  readonly over: readonly string[]
}

type KeptIn = 'outbox' | 'notes'

function goneFrom(before: Queue, after: Queue): readonly string[] {
  return before.map(({ id }) => id).filter((id) => after.every((turn) => turn.id !== id))
}

function withRevisions(before: Queue, after: Queue): Queue {
  return after.map((turn) => (before.includes(turn) ? turn : { ...turn, revision: turn.revision + 1 }))
}
