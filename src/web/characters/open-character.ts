import { computed, type ReadonlySignal } from '@preact/signals'
import { emptySheet, type Sheet } from '#protocol/sheet.ts'
import type { Clock } from '#shared/clock.ts'
import type { MakeId } from '#shared/ids.ts'
import type { Drafts } from '../drafts/drafts.ts'
import type { Library } from '../workshop/library.ts'
import { RowSaving, RowText } from '../workshop/row-text.ts'
import { sheetOf, sheetTexts, type SavedCharacter, type SheetText } from './saved-character.ts'

export interface OpenCharacterMeans {
  readonly clock: Clock
  readonly makeId: MakeId
  readonly drafts: Drafts
  /** What the places of its drafts begin with. */
  readonly places: string
  readonly library: Library<SavedCharacter>
}

/** An entry of the lorebook that is written on. */
export interface OpenLore {
  readonly id: string
  readonly keys: RowText
  readonly text: RowText
}

/** A character that is written on: each of its texts is a draft at once, and goes into the library at the next pause. */
export class OpenCharacter {
  readonly id: string
  /** The library has what is in sight, on the disk. */
  readonly isKept: ReadonlySignal<boolean>
  readonly lore: ReadonlySignal<readonly OpenLore[]>
  readonly #means: OpenCharacterMeans
  readonly #texts = new Map<string, RowText>()
  readonly #saving: RowSaving

  constructor(id: string, means: OpenCharacterMeans) {
    const { clock, drafts, library } = means
    this.id = id
    this.#means = means
    this.lore = computed(() => this.#kept().lore.map((entry) => this.#openLore(entry.id)))
    this.#saving = new RowSaving({
      clock,
      drafts,
      texts: () => this.#allTexts(),
      put: () => library.put({ ...this.written(), changedAt: clock.now() }),
    })
    this.isKept = computed(() => {
      const isDrafted = this.#allTexts().some(({ draft }) => draft.text.value !== '')
      return !isDrafted && !this.#saving.isChanged.value && library.trouble.value === null
    })
  }

  get picture(): string {
    return this.#kept().picture
  }

  text(name: SheetText): RowText {
    return this.#text(name, () => this.#kept()[name])
  }

  /** All of it as it stands in the boxes. */
  written(): SavedCharacter {
    const now = (name: SheetText): string => this.text(name).text.value
    return {
      ...this.#kept(),
      name: now('name'),
      about: now('about'),
      scene: now('scene'),
      opening: now('opening'),
      telling: now('telling'),
      lore: this.lore.value.map(({ id, keys, text }) => ({ id, keys: keys.text.value, text: text.text.value })),
    }
  }

  sheet(): Sheet {
    return sheetOf(this.written())
  }

  addLore(): void {
    const entry = { id: this.#means.makeId(), keys: '', text: '' }
    this.#change(({ lore }) => ({ lore: [...lore, entry] }))
  }

  removeLore({ id, keys, text }: OpenLore): void {
    this.#change(({ lore }) => ({ lore: lore.filter((entry) => entry.id !== id) }))
    keys.forget()
    text.forget()
  }

  setPicture(picture: string): void {
    this.#change(() => ({ picture }))
  }

  /** How many boxes have a text from another tab beside theirs. */
  besides(): number {
    return this.#allTexts().reduce((sum, { draft }) => sum + draft.others.value.length, 0)
  }

  resume(): void {
    this.#saving.resume()
  }

  pause(): void {
    this.#saving.pause()
  }

  /** It was removed: nothing of it stays here. */
  forget(): void {
    for (const text of this.#texts.values()) text.forget()
    this.#saving.pause()
  }

  /** Changes what is no text. The texts go their own way, by pauses. */
  #change(how: (kept: SavedCharacter) => Partial<SavedCharacter>): void {
    const kept = this.#kept()
    void this.#means.library.put({ ...kept, ...how(kept), changedAt: this.#means.clock.now() })
  }

  #kept(): SavedCharacter {
    const { id } = this
    return this.#means.library.kept.value?.get(id) ?? { ...emptySheet, lore: [], id, changedAt: 0 }
  }

  #openLore(id: string): OpenLore {
    const kept = (): SavedCharacter['lore'][number] | undefined => this.#kept().lore.find((entry) => entry.id === id)
    return {
      id,
      keys: this.#text(`lore:${id}:keys`, () => kept()?.keys ?? ''),
      text: this.#text(`lore:${id}:text`, () => kept()?.text ?? ''),
    }
  }

  #allTexts(): readonly RowText[] {
    return [...sheetTexts.map((name) => this.text(name)), ...this.lore.value.flatMap(({ keys, text }) => [keys, text])]
  }

  #text(name: string, kept: () => string): RowText {
    const known = this.#texts.get(name)
    if (known !== undefined) return known
    const draft = this.#means.drafts.of(`${this.#means.places}${this.id}:${name}`)
    const text = new RowText(draft, kept, () => this.#saving.soon())
    this.#texts.set(name, text)
    return text
  }
}
