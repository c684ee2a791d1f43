import type { Means } from '../means.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { jsonOf } from '../json.ts'
import type { StoreFailure } from '../store/failure.ts'
import { inOrder, type Queue } from './queue.ts'
import { olderTurnSchema, waitingTurnSchema, type WaitingTurn } from './waiting-turn.ts'

const prefix = 'holdfast:turn:'
/** A turn that the database could not be made to forget. */
const gonePrefix = 'holdfast:turn-gone:'

/** Keeps waiting turns in the database, and on the shelf only while the database does not take them. */
export class OutboxKeeping {
  readonly #means: Pick<Means, 'shelf' | 'store'>

  constructor(means: Pick<Means, 'shelf' | 'store'>) {
    this.#means = means
  }

  /** All of them. What only the database has is missing while it does not answer. */
  async all(): Promise<readonly WaitingTurn[]> {
    const rows = await this.#means.store.read(['outbox'], (transaction) => transaction.objectStore('outbox').getAll())
    return this.#withShelf(rows.ok ? rows.value.flatMap(readTurn) : [])
  }

  /**
   * Changes a chat's queue as it stands at this moment, in whatever tab it was changed last, and answers with what it is
   * then. It is on the disk before this resolves; a failure means that it is kept nowhere.
   * `known` is what this tab knows of the queue, for when the database cannot say.
   */
  async change(chatId: string, known: Queue, how: (queue: Queue) => Queue): Promise<Outcome<Queue, StoreFailure>> {
    const inStore = await this.#means.store.write(
      ['outbox'],
      async (transaction) => {
        const outbox = transaction.objectStore('outbox')
        const before = this.#queueIn((await outbox.getAll()).flatMap(readTurn), chatId)
        const queue = withRevisions(before, how(before))
        const gone = [...this.#gone(), ...goneFrom(before, queue)]
        for (const id of gone) await outbox.delete(id)
        // All of it, not only what changed: what was only on the shelf is in the database from now on.
        for (const turn of queue) await outbox.put(turn)
        return { queue, gone }
      },
      'strict',
    )
    if (inStore.ok) {
      this.#clearShelf(inStore.value)
      return ok(inStore.value.queue)
    }
    const before = this.#queueIn(known, chatId)
    const after = withRevisions(before, how(before))
    return this.#putOnShelf(before, after) ? ok(after) : fail(inStore.error)
  }

  /** Keeps turns on the shelf until the database has them. What does not fit there is only tried in the database. */
  shelve(turns: Queue): void {
    for (const turn of turns) this.#means.shelf.put(prefix + turn.id, JSON.stringify(turn))
  }

  #queueIn(rows: readonly WaitingTurn[], chatId: string): Queue {
    return this.#withShelf(rows).filter((turn) => turn.chatId === chatId)
  }

  #withShelf(rows: readonly WaitingTurn[]): Queue {
    const { shelf } = this.#means
    const gone = new Set(this.#gone())
    const onShelf = shelf.keys(prefix).flatMap((key) => readTurn(jsonOf(shelf.get(key) ?? '')))
    const turns = new Map<string, WaitingTurn>()
    for (const turn of [...rows, ...onShelf])
      if (!gone.has(turn.id) && turn.revision >= (turns.get(turn.id)?.revision ?? 0)) turns.set(turn.id, turn)
    return inOrder(turns.values())
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

  #clearShelf({ queue, gone }: Changed): void {
    const { shelf } = this.#means
    for (const id of [...gone, ...queue.map((turn) => turn.id)]) shelf.remove(prefix + id)
    for (const id of gone) shelf.remove(gonePrefix + id)
  }
}

interface Changed {
  readonly queue: Queue
  readonly gone: readonly string[]
}

function goneFrom(before: Queue, after: Queue): readonly string[] {
  return before.map(({ id }) => id).filter((id) => after.every((turn) => turn.id !== id))
}

function withRevisions(before: Queue, after: Queue): Queue {
  return after.map((turn) => (before.includes(turn) ? turn : { ...turn, revision: turn.revision + 1 }))
}

function readTurn(row: unknown): readonly WaitingTurn[] {
  const turn = waitingTurnSchema.safeParse(row)
  if (turn.success) return [turn.data]
  const older = olderTurnSchema.safeParse(row)
  return older.success ? [older.data] : []
}
