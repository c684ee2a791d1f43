import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Cancel, Clock } from '#shared/clock.ts'
import type { Draft, Drafts } from '../drafts/drafts.ts'
import type { Caret } from '../drafts/words.ts'
import type { StoreFailure } from '../store/failure.ts'

/** A text that a row of the database has, and that is a draft for as long as somebody writes it. */
export class RowText {
  readonly draft: Draft
  readonly text: ReadonlySignal<string>
  readonly #isEmptied: Signal<boolean> = signal(false)
  readonly #onWrite: () => void

  constructor(draft: Draft, kept: () => string, onWrite: () => void) {
    this.draft = draft
    this.#onWrite = onWrite
    // No text in a draft means that nothing was changed, except where all of it was just taken out here.
    this.text = computed(() => {
      const text = draft.text.value
      return text === '' && !this.#isEmptied.value ? kept() : text
    })
  }

  write(text: string, caret?: Caret): void {
    this.#isEmptied.value = text === ''
    this.draft.write(text, caret)
    this.#onWrite()
  }

  /** Behind what stands here, which stays. */
  add(text: string): void {
    const before = this.text.peek().trimEnd()
    this.write(before === '' ? text : `${before}\n\n${text}`)
  }

  /** What the row is to have: what was written here, or what it has already. */
  over(kept: string): string {
    return this.isChanged ? this.text.peek() : kept
  }

  get isChanged(): boolean {
    return this.draft.text.peek() !== '' || this.#isEmptied.peek()
  }

  /** The row has what stands here: from now on it says what that is, here and in other tabs. */
  saved(): void {
    if (this.draft.text.peek() === '') this.#isEmptied.value = false
  }

  /** What was written here is not wanted. */
  forget(): void {
    this.#isEmptied.value = false
    this.draft.write('')
  }
}

export interface RowSavingMeans {
  /** Why the library did not do what was asked last; null when it did. */
  readonly trouble: ReadonlySignal<StoreFailure | null>
  readonly clock: Clock
  readonly drafts: Pick<Drafts, 'letGo'>
  /** All texts of the row. */
  readonly texts: () => readonly RowText[]
  /** Puts them into the row; false when the disk has not got it. */
  readonly put: () => Promise<boolean>
}

/** How long nobody types before what was typed goes from the drafts into the row. */
const pauseMs = 1_000

/** Puts texts into their row at the next pause, and lets the drafts go when the row has them on the disk. */
export class RowSaving {
  /** The row has what is in sight, on the disk. */
  readonly isKept: ReadonlySignal<boolean> = computed(() => {
    const isDrafted = this.#means.texts().some(({ draft }) => draft.text.value !== '')
    return !isDrafted && !this.#isChanged.value && this.#means.trouble.value === null
  })
  readonly #isChanged: Signal<boolean> = signal(false)
  readonly #means: RowSavingMeans
  #cancel: Cancel | null = null

  constructor(means: RowSavingMeans) {
    this.#means = means
  }

  soon(): void {
    this.#cancel?.()
    this.#isChanged.value = true
    this.#cancel = this.#means.clock.after(pauseMs, () => void this.#save())
  }

  /** Goes on with what a page that was closed or crashed had not saved, or what somebody has decided about since. */
  resume(): void {
    if (this.#means.texts().some(({ draft }) => draft.text.peek() !== '')) this.soon()
  }

  /** Saves nothing until something is written again. */
  pause(): void {
    this.#cancel?.()
  }

  async #save(): Promise<void> {
    const { drafts, texts, put } = this.#means
    const saved = texts()
    // While two texts stand side by side, neither may take the place of what both were made from.
    if (saved.some(({ draft }) => draft.others.peek().length > 0)) return
    const before = saved.map(({ text }) => text.peek())
    const edits = saved.map(({ draft }) => draft.edit.peek())
    if (!(await put())) return
    const isAsSaved = saved.map(({ text }, place) => text.peek() === before[place])
    this.#isChanged.value = isAsSaved.includes(false)
    for (const edit of edits) if (edit !== undefined) drafts.letGo(edit)
    saved.forEach((text, place) => isAsSaved[place] === true && text.saved())
  }
}
