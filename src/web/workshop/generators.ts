import { computed, type ReadonlySignal } from '@preact/signals'
import type { MakeId } from '#shared/ids.ts'
import { Library, type LibraryMeans } from './library.ts'
import { importable, importName } from './rollables.ts'
import { namePlaces, OpenGenerator, textPlaces, type OpenGeneratorMeans } from './open-generator.ts'
import { OpenRows } from './open-rows.ts'
import type { Found } from './pasted.ts'
import { savedGenerators, type SavedGenerator } from './saved-generator.ts'

export type GeneratorsMeans = LibraryMeans & Omit<OpenGeneratorMeans, 'library'> & { readonly makeId: MakeId }

/** All generators of this browser, with whatever was typed into them last. */
export class Generators {
  readonly library: Library<SavedGenerator>
  /** The one that was changed last comes first; null until it is known what there is. */
  readonly all: ReadonlySignal<readonly SavedGenerator[] | null> = computed(() => this.#all())
  /** What one of them can import from another, or from ours, by name. */
  readonly sources: ReadonlySignal<Readonly<Record<string, string>>> = computed(() => importable(this.all.value ?? []))
  readonly #means: GeneratorsMeans
  readonly #open: OpenRows<SavedGenerator, OpenGenerator>

  constructor(means: GeneratorsMeans) {
    this.#means = means
    this.library = new Library(means, savedGenerators)
    this.#open = new OpenRows(this.library)
  }

  open(id: string): OpenGenerator {
    const { clock, drafts } = this.#means
    return this.#open.of(id, () => new OpenGenerator(id, { clock, drafts, library: this.library }))
  }

  /** A new one. It can be opened under the id that comes back at once. */
  begin(name: string, text: string): string {
    const id = this.#means.makeId()
    void this.library.put({ id, name, text, changedAt: this.#means.clock.now() })
    return id
  }

  /** One that came with what it imports. Of that, what has a name here already stays as it is here. */
  takeIn(name: string, text: string, imports: Found['imports']): string {
    const known = new Set((this.all.peek() ?? []).map((one) => importName(one.name)))
    for (const imported of imports) {
      if (known.has(importName(imported.name))) continue
      known.add(importName(imported.name))
      this.begin(imported.name, imported.lists)
    }
    return this.begin(name, text)
  }

  /** False when the browser did not do it: then it is still there. */
  remove(id: string): Promise<boolean> {
    return this.#open.remove(id, this.open(id))
  }

  #all(): readonly SavedGenerator[] | null {
    const kept = this.library.kept.value
    if (kept === null) return null
    const [texts, names] = [this.#drafted(textPlaces), this.#drafted(namePlaces)]
    // A draft of what the library does not have is one that the database did not take.
    const ids = new Set([...kept.keys(), ...texts.keys(), ...names.keys()])
    return [...ids]
      .map((id) => {
        const { name = '', text = '', changedAt = 0 } = kept.get(id) ?? {}
        return { id, name: names.get(id) ?? name, text: texts.get(id) ?? text, changedAt }
      })
      .toSorted((one, other) => other.changedAt - one.changedAt)
  }

  /** What stands in drafts, by the generator's id. */
  #drafted(places: string): ReadonlyMap<string, string> {
    const { drafts } = this.#means
    return new Map(
      drafts.places(places).map((place) => [place.slice(places.length), drafts.of(place).text.value] as const),
    )
  }
}
