import { jsonOf } from '../json.ts'
import type { Means } from '../means.ts'
import type { Queue } from './queue.ts'
import { readTurn } from './waiting-turn.ts'

const prefix = 'holdfast:turn-copy:'

/**
 * What the database has of waiting turns, once more on the shelf: browsers delete a database that they find damaged, and begin
 * it anew. As long as it is there nobody asks here, for a browser that was killed may find its shelf of a minute ago.
 */
export class SecondCopy {
  readonly #shelf: Means['shelf']

  constructor(shelf: Means['shelf']) {
    this.#shelf = shelf
  }

  turns(): Queue {
    return this.#shelf.keys(prefix).flatMap((key) => readTurn(jsonOf(this.#shelf.get(key) ?? '')))
  }

  /** Of a chat from now on this. In the database's own transaction, so that no other tab is at it meanwhile. */
  keep(chatId: string, queue: Queue): void {
    const wanted = new Set(queue.map(({ id }) => id))
    for (const turn of this.turns())
      if (turn.chatId === chatId && !wanted.has(turn.id)) this.#shelf.remove(prefix + turn.id)
    for (const turn of queue) {
      const json = JSON.stringify(turn)
      // One that the shelf does not take is in the database all the same.
      if (this.#shelf.get(prefix + turn.id) !== json) this.#shelf.put(prefix + turn.id, json)
    }
  }
}
