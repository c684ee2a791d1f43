import { signal, type Signal } from '@preact/signals'
import * as z from 'zod/mini'
import type { Channel, Means } from '../means.ts'
import type { StoreFailure } from '../store/failure.ts'

export type LibraryMeans = Pick<Means, 'store' | 'openChannel'>

export interface Kind<Row> {
  /** What the keys of its rows begin with, and what its tabs speak under. */
  readonly name: string
  readonly schema: z.ZodMiniType<Row>
}

/** The rows of one kind that the database of this browser has, the same in all of its tabs. */
export class Library<Row extends { readonly id: string }> {
  /** By id; null until the database has answered. What it could not take is here for as long as the page is. */
  readonly kept: Signal<ReadonlyMap<string, Row> | null> = signal(null)
  /** Why the database did not do what was asked last; null when it did. */
  readonly trouble: Signal<StoreFailure | null> = signal<StoreFailure | null>(null)
  readonly #loaded = Promise.withResolvers<void>()
  readonly #means: LibraryMeans
  readonly #kind: Kind<Row>
  readonly #channel: Channel
  /** How many changes of a row were asked for, by its id. */
  readonly #asked = new Map<string, number>()

  constructor(means: LibraryMeans, kind: Kind<Row>) {
    this.#means = means
    this.#kind = kind
    this.#channel = means.openChannel(`${kind.name}s`, (message) => this.#hear(message))
    means.store.onTakenAway(() => this.#putAllAgain())
  }

  /** Resolves when the database has answered, whatever it has said. */
  get loaded(): Promise<void> {
    return this.#loaded.promise
  }

  async load(): Promise<void> {
    const first = this.#key('')
    const found = await this.#means.store.read(['notes'], (transaction) =>
      transaction.objectStore('notes').getAll(IDBKeyRange.bound(first, `${first}\uffff`)),
    )
    this.trouble.value = found.ok ? null : found.error
    const stored = found.ok ? found.value.flatMap((row) => this.#read(row)) : []
    // What was put here meanwhile is newer.
    this.kept.value = new Map([...stored.map((one) => [one.id, one] as const), ...(this.kept.peek() ?? [])])
    this.#loaded.resolve()
  }

  /** Resolves when the disk has it, or with false when it has not. */
  put(row: Row): Promise<boolean> {
    return this.change(row.id, () => row)
  }

  /**
   * Changes a row as it is on the disk by then, whatever other tabs have made of it; null leaves it as it is. Resolves with
   * false when the disk has not got the change: then it is here for as long as the page is.
   */
  async change(id: string, how: (row: Row | undefined) => Row | null): Promise<boolean> {
    const asked = (this.#asked.get(id) ?? 0) + 1
    this.#asked.set(id, asked)
    const here = this.kept.peek()?.get(id)
    // In sight at once, and put right when it is known what the disk had.
    const expected = how(here)
    if (expected !== null) this.#learn(expected)
    const written = await this.#means.store.write(
      ['notes'],
      async (transaction) => {
        const notes = transaction.objectStore('notes')
        // What the disk had no room for is only here.
        const changed = how(this.#read(await notes.get(this.#key(id)))[0] ?? here)
        if (changed !== null) await notes.put(changed, this.#key(id))
        return changed
      },
      'strict',
    )
    this.trouble.value = written.ok ? null : written.error
    if (!written.ok || written.value === null) return written.ok
    // Another change is on its way behind this one, and in sight already.
    if (this.#asked.get(id) === asked) this.#learn(written.value)
    this.#channel.say({ put: written.value })
    return true
  }

  /** False when it is still there. */
  async remove(id: string): Promise<boolean> {
    const removed = await this.#means.store.write(['notes'], (transaction) =>
      transaction.objectStore('notes').delete(this.#key(id)),
    )
    this.trouble.value = removed.ok ? null : removed.error
    if (!removed.ok) return false
    this.#forget(id)
    this.#channel.say({ removed: id })
    return true
  }

  #key(id: string): string {
    return `${this.#kind.name}:${id}`
  }

  #hear(message: unknown): void {
    const news = newsSchema.safeParse(message)
    if (!news.success) return
    if ('removed' in news.data) this.#forget(news.data.removed)
    else for (const row of this.#read(news.data.put)) this.#learn(row)
  }

  #learn(row: Row): void {
    this.kept.value = new Map(this.kept.peek()).set(row.id, row)
  }

  #forget(id: string): void {
    this.kept.value = new Map([...(this.kept.peek() ?? [])].filter(([other]) => other !== id))
  }

  #putAllAgain(): void {
    for (const row of this.kept.peek()?.values() ?? []) void this.put(row)
  }

  #read(row: unknown): readonly Row[] {
    const saved = this.#kind.schema.safeParse(row)
    return saved.success ? [saved.data] : []
  }
}

/** What one tab tells the others. */
const newsSchema = z.union([z.object({ removed: z.string() }), z.object({ put: z.unknown() })])
