import { computed, type ReadonlySignal } from '@preact/signals'
import type { Sheet } from '#protocol/sheet.ts'
import { Library, type Kind, type LibraryMeans } from '../workshop/library.ts'
import { OpenRows } from '../workshop/open-rows.ts'
import { OpenCharacter, type OpenCharacterMeans } from './open-character.ts'
import { savedOf, type SavedCharacter } from './saved-character.ts'

export type CharactersMeans = LibraryMeans & Omit<OpenCharacterMeans, 'library' | 'places' | 'base'>

/** What a list shows of a character. */
export type ListedCharacter = Pick<SavedCharacter, 'id' | 'name' | 'about' | 'telling' | 'changedAt'>

/** All characters of one kind in this browser, with whatever was typed into them last. */
export class Characters {
  readonly library: Library<SavedCharacter>
  /** The one that was changed last comes first; null until it is known what there is. */
  readonly all: ReadonlySignal<readonly ListedCharacter[] | null> = computed(() => this.#all())
  readonly #means: CharactersMeans
  readonly #places: string
  readonly #open: OpenRows<SavedCharacter, OpenCharacter>

  constructor(means: CharactersMeans, kind: Kind<SavedCharacter>) {
    this.#means = means
    this.#places = `${kind.name}:`
    this.library = new Library(means, kind)
    this.#open = new OpenRows(this.library)
  }

  /** `base` is what it is made from where there is no row of it. */
  open(id: string, base?: Sheet): OpenCharacter {
    const means = { ...this.#means, places: this.#places, library: this.library }
    return this.#open.of(id, () => new OpenCharacter(id, base === undefined ? means : { ...means, base }))
  }

  /** A new one. It can be opened under the id that comes back at once. */
  begin(sheet: Sheet, id: string = this.#means.makeId()): string {
    void this.library.put({ ...savedOf(id, sheet), changedAt: this.#means.clock.now() })
    return id
  }

  /** False when the browser did not do it: then it is still there. */
  remove(id: string): Promise<boolean> {
    return this.#open.remove(id, this.open(id))
  }

  #all(): readonly ListedCharacter[] | null {
    const kept = this.library.kept.value
    if (kept === null) return null
    const drafted = this.#drafted()
    // A draft of what the library does not have is one that the database did not take.
    const unknown = [...drafted.keys()].map((place) => place.split(':')[0] ?? '')
    return [...new Set([...kept.keys(), ...unknown])]
      .map((id) => {
        const row = kept.get(id) ?? { name: '', about: '', telling: '', changedAt: 0 }
        const now = (name: 'name' | 'about' | 'telling'): string => drafted.get(`${id}:${name}`) ?? row[name]
        return { id, name: now('name'), about: now('about'), telling: now('telling'), changedAt: row.changedAt }
      })
      .toSorted((one, other) => other.changedAt - one.changedAt)
  }

  /** What stands in drafts, by the character's id and the name of the text. */
  #drafted(): ReadonlyMap<string, string> {
    const { drafts } = this.#means
    return new Map(
      drafts
        .places(this.#places)
        .map((place) => [place.slice(this.#places.length), drafts.of(place).text.value] as const),
    )
  }
}
