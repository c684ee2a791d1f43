import type { ReadonlySignal } from '@preact/signals'
import type { Clock } from '#shared/clock.ts'
import type { Draft, Drafts } from '../drafts/drafts.ts'
import type { Caret } from '../drafts/words.ts'
import type { Library } from './library.ts'
import { RowSaving, RowText } from './row-text.ts'
import type { SavedGenerator } from './saved-generator.ts'

export interface OpenGeneratorMeans {
  readonly clock: Clock
  readonly drafts: Drafts
  readonly library: Library<SavedGenerator>
}

export const textPlaces = 'generator:'
export const namePlaces = 'generator-name:'

/**
 * A generator that is written on. Each change is a draft at once, like in every other box, and goes into the library at
 * the next pause; the draft is let go when the library has it on the disk.
 */
export class OpenGenerator {
  readonly id: string
  readonly #text: RowText
  readonly #name: RowText
  readonly #saving: RowSaving

  constructor(id: string, { clock, drafts, library }: OpenGeneratorMeans) {
    this.id = id
    const kept = (): SavedGenerator | undefined => library.kept.value?.get(id)
    const write = (): void => this.#saving.soon()
    this.#text = new RowText(drafts.of(textPlaces + id), () => kept()?.text ?? '', write)
    this.#name = new RowText(drafts.of(namePlaces + id), () => kept()?.name ?? '', write)
    this.#saving = new RowSaving({
      clock,
      drafts,
      trouble: library.trouble,
      texts: () => [this.#text, this.#name],
      put: () => library.change(id, (row) => this.#writtenOver(row, clock.now())),
    })
  }

  get isKept(): ReadonlySignal<boolean> {
    return this.#saving.isKept
  }

  get text(): ReadonlySignal<string> {
    return this.#text.text
  }

  get name(): ReadonlySignal<string> {
    return this.#name.text
  }

  get draft(): Draft {
    return this.#text.draft
  }

  get nameDraft(): Draft {
    return this.#name.draft
  }

  write(text: string, caret?: Caret): void {
    this.#text.write(text, caret)
  }

  rename(name: string, caret?: Caret): void {
    this.#name.write(name, caret)
  }

  resume(): void {
    this.#saving.resume()
  }

  pause(): void {
    this.#saving.pause()
  }

  /** Null when nothing was written: then a row that is gone stays gone. */
  #writtenOver(row: SavedGenerator | undefined, changedAt: number): SavedGenerator | null {
    if (row === undefined && !this.#text.isChanged && !this.#name.isChanged) return null
    return { id: this.id, name: this.#name.over(row?.name ?? ''), text: this.#text.over(row?.text ?? ''), changedAt }
  }

  /** It was removed: nothing of it stays here. */
  forget(): void {
    this.#text.forget()
    this.#name.forget()
  }
}
