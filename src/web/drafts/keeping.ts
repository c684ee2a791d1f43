import type { Means } from '../means.ts'
import { jsonOf } from '../json.ts'
import type { StoreFailure } from '../store/failure.ts'
import type { Writing } from '../store/store.ts'
import { hasTakenIn, isSameEdit, wordsSchema, type Words } from './words.ts'

const prefix = 'holdfast:words:'
/** Before drafts had carets and counts, the shelf held the bare text. */
const bareTextPrefix = 'holdfast:draft:'
const bareTextTab = 'an-older-page'

export type Kept = 'kept' | StoreFailure

/**
 * Keeps words twice: on the shelf before the next key can be struck, and in the database, which outlives a crash of the
 * whole browser and has more room. Either is enough.
 */
export class DraftKeeping {
  readonly #means: Pick<Means, 'shelf' | 'store'>
  /** What the database does not have yet, by place. */
  readonly #waiting = new Map<string, Words>()
  #writing: Promise<Kept> | null = null

  constructor(means: Pick<Means, 'shelf' | 'store'>) {
    this.#means = means
  }

  /** What is on the shelf, at once. */
  onShelf(): readonly Words[] {
    const { shelf } = this.#means
    return [...shelf.keys(prefix), ...shelf.keys(bareTextPrefix)].flatMap((key) => this.#read(key))
  }

  /** What is in the database; nothing when it does not answer. What the shelf still has of what is over goes. */
  async inStore(): Promise<readonly Words[]> {
    const rows = await this.#means.store.read(['drafts'], (transaction) => transaction.objectStore('drafts').getAll())
    const all = rows.ok ? rows.value.flatMap(readWords) : []
    for (const words of all) this.#clearShelf(words, (other) => !isSameEdit(words, other))
    return all
  }

  /** Keeps them, and resolves when it is known whether that worked. Whatever they were written over is let go. */
  async keep(words: Words): Promise<Kept> {
    const isOnShelf = this.#putOnShelf(words)
    this.#waiting.set(words.place, words)
    const inStore = await this.#writeWaiting()
    if (inStore === 'kept' && words.text === '') this.#forgetEmpty(words)
    return isOnShelf ? 'kept' : inStore
  }

  // An empty text is put there too: until the database has let go of the old one, it says that the old one is over.
  #putOnShelf(words: Words): boolean {
    const { shelf } = this.#means
    const isKept = shelf.put(keyOf(words), JSON.stringify(words))
    if (!isKept) shelf.remove(keyOf(words))
    // What an older page kept as a bare text stands under a key of its own now, like any other.
    else if (words.by === bareTextTab) shelf.remove(bareTextPrefix + words.place)
    this.#clearShelf(words, (other) => other.by !== words.by)
    return isKept
  }

  /** Removes what these words were written over, as far as it is meant. */
  #clearShelf(words: Words, isMeant: (other: Words) => boolean): void {
    const { shelf } = this.#means
    const keys = [...shelf.keys(`${prefix}${words.place}:`), bareTextPrefix + words.place]
    for (const key of keys)
      if (this.#read(key).some((other) => isMeant(other) && hasTakenIn(words, other))) shelf.remove(key)
  }

  #forgetEmpty(words: Words): void {
    const { shelf } = this.#means
    const [now] = this.#read(keyOf(words))
    if (now?.edit === words.edit) shelf.remove(keyOf(words))
  }

  #read(key: string): readonly Words[] {
    const value = this.#means.shelf.get(key)
    if (value === null) return []
    return key.startsWith(bareTextPrefix) ? [bareText(key, value)] : readWords(jsonOf(value))
  }

  // One transaction at a time: what is typed while one is under way goes together into the next.
  async #writeWaiting(): Promise<Kept> {
    await this.#writing
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null
    })
    return this.#writing
  }

  async #write(): Promise<Kept> {
    const all = [...this.#waiting.values()]
    this.#waiting.clear()
    const outcome = await this.#means.store.write(['drafts'], async (transaction) => {
      for (const words of all) await replace(transaction, words)
    })
    if (outcome.ok) return 'kept'
    // They go with whatever is written next; what was typed meanwhile is newer.
    for (const words of all) if (!this.#waiting.has(words.place)) this.#waiting.set(words.place, words)
    return outcome.error
  }
}

async function replace(transaction: Writing<'drafts'>, words: Words): Promise<void> {
  const drafts = transaction.objectStore('drafts')
  const ofThisPlace = IDBKeyRange.bound([words.place], [words.place, []])
  for (const other of (await drafts.getAll(ofThisPlace)).flatMap(readWords))
    if (hasTakenIn(words, other)) await drafts.delete([other.place, other.by])
  // Also an empty text, until the next one is written over it: a browser writes the shelf to the disk many seconds later,
  // so that one that is killed finds there what was sent long ago.
  await drafts.put(words)
}

function keyOf({ place, by }: Words): string {
  return `${prefix}${place}:${by}`
}

function bareText(key: string, text: string): Words {
  const caret = { start: text.length, end: text.length }
  return { place: key.slice(bareTextPrefix.length), by: bareTextTab, edit: 1, over: {}, text, caret }
}

function readWords(row: unknown): readonly Words[] {
  const words = wordsSchema.safeParse(row)
  return words.success ? [words.data] : []
}
