import { computed, type ReadonlySignal } from '@preact/signals'
import type { Sheet } from '#protocol/sheet.ts'
import { Library, type Kind, type LibraryMeans } from '../workshop/library.ts'
import { OpenCharacter, type OpenCharacterMeans } from './open-character.ts'
import type { SavedCharacter } from './saved-character.ts'

export type CharactersMeans = LibraryMeans & Omit<OpenCharacterMeans, 'library' | 'places'>

/** All characters of one kind in this browser, with whatever was typed into them last. */
export class Characters {
  readonly library: Library<SavedCharacter>
  /** The one that was changed last comes first; null until it is known what there is. */
  readonly all: ReadonlySignal<readonly SavedCharacter[] | null> = computed(() => this.#all())
  readonly #means: CharactersMeans
  readonly #places: string
  readonly #open = new Map<string, OpenCharacter>()

  constructor(means: CharactersMeans, kind: Kind<SavedCharacter>) {
    this.#means = means
    this.#places = `${kind.name}:`
    this.library = new Library(means, kind)
  }

  open(id: string): OpenCharacter {
    const known = this.#open.get(id)
    if (known !== undefined) return known
    const opened = new OpenCharacter(id, { ...this.#means, places: this.#places, library: this.library })
    this.#open.set(id, opened)
    return opened
  }

  /** A new one. It can be opened under the id that comes back at once. */
  begin({ lore, ...sheet }: Sheet, id: string = this.#means.makeId()): string {
    const { makeId, clock } = this.#means
    const entries = lore.map((entry) => ({ id: makeId(), ...entry }))
    void this.library.put({ id, ...sheet, lore: entries, changedAt: clock.now() })
    return id
  }

  /** False when the browser did not do it: then it is still there. */
  async remove(id: string): Promise<boolean> {
    const opened = this.open(id)
    opened.pause()
    const isRemoved = await this.library.remove(id)
    if (!isRemoved) opened.resume()
    else {
      this.#open.delete(id)
      opened.forget()
    }
    return isRemoved
  }

  #all(): readonly SavedCharacter[] | null {
    const kept = this.library.kept.value
    if (kept === null) return null
    // A draft of what the library does not have is one that the database did not take.
    const drafted = this.#means.drafts.places(this.#places).map((place) => place.split(':')[1] ?? '')
    return [...new Set([...kept.keys(), ...drafted])]
      .map((id) => this.open(id).written())
      .toSorted((one, other) => other.changedAt - one.changedAt)
  }
}
