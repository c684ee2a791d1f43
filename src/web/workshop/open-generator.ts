import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Cancel, Clock } from '#shared/clock.ts'
import type { Draft, Drafts } from '../drafts/drafts.ts'
import type { Caret } from '../drafts/words.ts'
import type { Library, SavedGenerator } from './library.ts'

export interface OpenGeneratorMeans {
  readonly clock: Clock
  readonly drafts: Drafts
  readonly library: Library
}

export const textPlaces = 'generator:'
export const namePlaces = 'generator-name:'

/** How long nobody types before what was typed goes from the drafts into the library. */
const pauseMs = 1_000

/**
 * A generator that is written on. Each change is a draft at once, like in every other box, and goes into the library at
 * the next pause; the draft is let go when the library has it on the disk.
 */
export class OpenGenerator {
  readonly id: string
  readonly draft: Draft
  readonly nameDraft: Draft
  readonly text: ReadonlySignal<string> = computed(() => shown(this.draft, this.#isTextEmptied, this.#kept.value?.text))
  readonly name: ReadonlySignal<string> = computed(() =>
    shown(this.nameDraft, this.#isNameEmptied, this.#kept.value?.name),
  )
  /** The library has what is in sight, on the disk. */
  readonly isKept: ReadonlySignal<boolean> = computed(() => {
    const isDrafted = this.draft.text.value !== '' || this.nameDraft.text.value !== ''
    return !isDrafted && !this.#isChanged.value && this.#means.library.trouble.value === null
  })
  readonly #means: OpenGeneratorMeans
  readonly #kept: ReadonlySignal<SavedGenerator | undefined> = computed(() =>
    this.#means.library.kept.value?.get(this.id),
  )
  readonly #isTextEmptied: Signal<boolean> = signal(false)
  readonly #isNameEmptied: Signal<boolean> = signal(false)
  readonly #isChanged: Signal<boolean> = signal(false)
  #cancel: Cancel | null = null

  constructor(id: string, means: OpenGeneratorMeans) {
    this.id = id
    this.#means = means
    this.draft = means.drafts.of(textPlaces + id)
    this.nameDraft = means.drafts.of(namePlaces + id)
  }

  write(text: string, caret?: Caret): void {
    this.#isTextEmptied.value = text === ''
    this.draft.write(text, caret)
    this.#saveSoon()
  }

  rename(name: string, caret?: Caret): void {
    this.#isNameEmptied.value = name === ''
    this.nameDraft.write(name, caret)
    this.#saveSoon()
  }

  /** Goes on with what a page that was closed or crashed had not saved, or what somebody has decided about since. */
  resume(): void {
    if (this.draft.text.peek() !== '' || this.nameDraft.text.peek() !== '') this.#saveSoon()
  }

  /** Saves nothing until something is written again. */
  pause(): void {
    this.#cancel?.()
  }

  #saveSoon(): void {
    this.#cancel?.()
    this.#isChanged.value = true
    this.#cancel = this.#means.clock.after(pauseMs, () => void this.#save())
  }

  async #save(): Promise<void> {
    const { clock, drafts, library } = this.#means
    // While two texts stand side by side, neither may take the place of what both were made from.
    if (this.draft.others.peek().length > 0 || this.nameDraft.others.peek().length > 0) return
    const [text, name] = [this.text.peek(), this.name.peek()]
    const edits = [this.draft, this.nameDraft].map(({ edit }) => edit.peek())
    if (!(await library.put({ id: this.id, name, text, changedAt: clock.now() }))) return
    this.#isChanged.value = this.text.peek() !== text || this.name.peek() !== name
    for (const edit of edits) if (edit !== undefined) drafts.letGo(edit)
  }
}

/** No text in a draft means that nothing was changed, except where all of it was just taken out here. */
function shown(draft: Draft, isEmptied: ReadonlySignal<boolean>, kept = ''): string {
  const text = draft.text.value
  return text === '' && !isEmptied.value ? kept : text
}
