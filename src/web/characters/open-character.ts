import { computed, type ReadonlySignal } from '@preact/signals'
import { emptySheet, type Sheet } from '#protocol/sheet.ts'
import type { Clock } from '#shared/clock.ts'
import type { MakeId } from '#shared/ids.ts'
import type { Drafts } from '../drafts/drafts.ts'
import type { Library } from '../workshop/library.ts'
import { RowSaving, RowText } from '../workshop/row-text.ts'
import { savedOf, sheetTexts, type SavedCharacter, type SavedLore, type SheetText } from './saved-character.ts'

export interface OpenCharacterMeans {
  readonly clock: Clock
  readonly makeId: MakeId
  readonly drafts: Drafts
  /** What the places of its drafts begin with. */
  readonly places: string
  readonly library: Library<SavedCharacter>
  /** What it is made from where there is no row of it. */
  readonly base?: Sheet
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
  readonly lore: ReadonlySignal<readonly OpenLore[]>
  readonly #means: OpenCharacterMeans
  readonly #base: SavedCharacter
  readonly #texts = new Map<string, RowText>()
  readonly #saving: RowSaving

  constructor(id: string, means: OpenCharacterMeans) {
    const { clock, drafts, library, base = emptySheet } = means
    this.id = id
    this.#means = means
    this.#base = savedOf(id, base)
    this.lore = computed(() => this.#withDrafted(this.#kept().lore).map((entry) => this.#openLore(entry.id)))
    this.#saving = new RowSaving({
      clock,
      drafts,
      trouble: library.trouble,
      texts: () => this.#allTexts(),
      put: () => library.change(id, (row) => this.#writtenOver(row)),
    })
  }

  get isKept(): ReadonlySignal<boolean> {
    return this.#saving.isKept
  }

  get picture(): string {
    return this.#kept().picture
  }

  text(name: SheetText): RowText {
    return this.#text(name, () => this.#kept()[name])
  }

  /** All of it as it stands in the boxes. */
  sheet(): Sheet {
    const now = (name: SheetText): string => this.text(name).text.value
    return {
      name: now('name'),
      about: now('about'),
      scene: now('scene'),
      opening: now('opening'),
      telling: now('telling'),
      lore: this.lore.value.map(({ keys, text }) => ({ keys: keys.text.value, text: text.text.value })),
      picture: this.picture,
    }
  }

  addLore(): void {
    const entry = { id: this.#means.makeId(), keys: '', text: '' }
    this.#change(({ lore }) => ({ lore: [...lore, entry] }))
  }

  removeLore({ id }: OpenLore): void {
    this.#change(({ lore }) => ({ lore: lore.filter((entry) => entry.id !== id) }))
    this.#forget(`lore:${id}:`)
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
    this.#saving.pause()
    this.#forget('')
  }

  /** Changes what is no text. The texts go their own way, by pauses. */
  #change(how: (kept: SavedCharacter) => Partial<SavedCharacter>): void {
    const { library, clock } = this.#means
    void library.change(this.id, (row) => {
      const kept = row ?? this.#base
      return { ...kept, ...how(kept), changedAt: clock.now() }
    })
  }

  /** Null when nothing was written: then a row that is gone stays gone. */
  #writtenOver(row: SavedCharacter | undefined): SavedCharacter | null {
    if (row === undefined && !this.#allTexts().some((text) => text.isChanged)) return null
    const kept = row ?? this.#base
    const over = (name: SheetText): string => this.text(name).over(kept[name])
    return {
      ...kept,
      name: over('name'),
      about: over('about'),
      scene: over('scene'),
      opening: over('opening'),
      telling: over('telling'),
      lore: this.#withDrafted(kept.lore).map((entry) => {
        const { keys, text } = this.#openLore(entry.id)
        return { id: entry.id, keys: keys.over(entry.keys), text: text.over(entry.text) }
      }),
      changedAt: this.#means.clock.now(),
    }
  }

  /** With entries that only drafts know: of those the disk had no room for the row. */
  #withDrafted(lore: readonly SavedLore[]): readonly SavedLore[] {
    const places = `${this.#prefix}lore:`
    const drafted = this.#means.drafts.places(places).map((place) => place.slice(places.length).split(':')[0] ?? '')
    const unknown = [...new Set(drafted)].filter((id) => lore.every((entry) => entry.id !== id))
    return [...lore, ...unknown.map((id) => ({ id, keys: '', text: '' }))]
  }

  #kept(): SavedCharacter {
    return this.#means.library.kept.value?.get(this.id) ?? this.#base
  }

  #openLore(id: string): OpenLore {
    const kept = (): SavedLore | undefined => this.#kept().lore.find((entry) => entry.id === id)
    return {
      id,
      keys: this.#text(`lore:${id}:keys`, () => kept()?.keys ?? ''),
      text: this.#text(`lore:${id}:text`, () => kept()?.text ?? ''),
    }
  }

  #allTexts(): readonly RowText[] {
    return [...sheetTexts.map((name) => this.text(name)), ...this.lore.value.flatMap(({ keys, text }) => [keys, text])]
  }

  get #prefix(): string {
    return `${this.#means.places}${this.id}:`
  }

  #text(name: string, kept: () => string): RowText {
    const known = this.#texts.get(name)
    if (known !== undefined) return known
    const text = new RowText(this.#means.drafts.of(this.#prefix + name), kept, () => this.#saving.soon())
    this.#texts.set(name, text)
    return text
  }

  /** Also what only drafts know, and what another tab wrote beside it. */
  #forget(names: string): void {
    const { drafts } = this.#means
    for (const place of drafts.places(this.#prefix + names)) {
      const draft = drafts.of(place)
      for (const other of draft.others.peek()) draft.settle(other, 'drop')
    }
    for (const place of drafts.places(this.#prefix + names)) drafts.of(place).write('')
    for (const [name, text] of this.#texts) if (name.startsWith(names)) text.forget()
  }
}
