import { signal, type Signal } from '@preact/signals'
import * as z from 'zod/mini'
import type { Channel, Means } from '../means.ts'
import type { StoreFailure } from '../store/failure.ts'

/** A generator as it is kept in this browser. */
export interface SavedGenerator {
  readonly id: string
  /** What its writer calls it, and what others import it by. Empty while nobody has named it. */
  readonly name: string
  readonly text: string
  readonly changedAt: number
}

const savedSchema: z.ZodMiniType<SavedGenerator> = z.object({
  id: z.string(),
  name: z.string(),
  text: z.string(),
  changedAt: z.number(),
})

/** What one tab tells the others. */
const newsSchema = z.union([z.object({ put: savedSchema }), z.object({ removed: z.string() })])

export type LibraryMeans = Pick<Means, 'store' | 'openChannel'>

const prefix = 'generator:'
const rows = (): IDBKeyRange => IDBKeyRange.bound(prefix, `${prefix}\uffff`)

/** The generators that the database of this browser has, the same in all of its tabs. */
export class Library {
  /** By id; null until the database has answered. What it could not take is here for as long as the page is. */
  readonly kept: Signal<ReadonlyMap<string, SavedGenerator> | null> = signal(null)
  /** Why the database did not do what was asked last; null when it did. */
  readonly trouble: Signal<StoreFailure | null> = signal<StoreFailure | null>(null)
  readonly #means: LibraryMeans
  readonly #channel: Channel

  constructor(means: LibraryMeans) {
    this.#means = means
    this.#channel = means.openChannel('generators', (message) => this.#hear(message))
    means.store.onTakenAway(() => this.#putAllAgain())
  }

  async load(): Promise<void> {
    const found = await this.#means.store.read(['notes'], (transaction) =>
      transaction.objectStore('notes').getAll(rows()),
    )
    this.trouble.value = found.ok ? null : found.error
    const stored = found.ok ? found.value.flatMap(readRow) : []
    // What was put here meanwhile is newer.
    this.kept.value = new Map([...stored.map((one) => [one.id, one] as const), ...(this.kept.peek() ?? [])])
  }

  /** Resolves when the disk has it, or with false when it has not. */
  async put(generator: SavedGenerator): Promise<boolean> {
    this.#learn(generator)
    const written = await this.#means.store.write(
      ['notes'],
      (transaction) => transaction.objectStore('notes').put(generator, prefix + generator.id),
      'strict',
    )
    this.trouble.value = written.ok ? null : written.error
    if (written.ok) this.#channel.say({ put: generator })
    return written.ok
  }

  /** False when it is still there. */
  async remove(id: string): Promise<boolean> {
    const removed = await this.#means.store.write(['notes'], (transaction) =>
      transaction.objectStore('notes').delete(prefix + id),
    )
    this.trouble.value = removed.ok ? null : removed.error
    if (!removed.ok) return false
    this.#forget(id)
    this.#channel.say({ removed: id })
    return true
  }

  #hear(message: unknown): void {
    const news = newsSchema.safeParse(message)
    if (!news.success) return
    if ('put' in news.data) this.#learn(news.data.put)
    else this.#forget(news.data.removed)
  }

  #learn(generator: SavedGenerator): void {
    this.kept.value = new Map(this.kept.peek()).set(generator.id, generator)
  }

  #forget(id: string): void {
    this.kept.value = new Map([...(this.kept.peek() ?? [])].filter(([other]) => other !== id))
  }

  #putAllAgain(): void {
    for (const generator of this.kept.peek()?.values() ?? []) void this.put(generator)
  }
}

function readRow(row: unknown): readonly SavedGenerator[] {
  const saved = savedSchema.safeParse(row)
  return saved.success ? [saved.data] : []
}
