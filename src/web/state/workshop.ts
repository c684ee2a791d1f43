import { signal, type ReadonlySignal } from '@preact/signals'
import type { Sheet } from '#protocol/sheet.ts'
import type { Outcome } from '#shared/outcome.ts'
import { Characters } from '../characters/characters.ts'
import { changedSheets, savedCharacters } from '../characters/saved-character.ts'
import { rollSheet, type NotRolled } from '../characters/roll-sheet.ts'
import type { Drafts } from '../drafts/drafts.ts'
import type { Means, Shelf } from '../means.ts'
import { keepWorkshopHere, openRollWorker } from '../workshop/browser.ts'
import { Generators } from '../workshop/generators.ts'
import { Roller, type Rolled } from '../workshop/roller.ts'
import { Inserting } from '../workshop/inserting.ts'
import { PromptBuilding } from '../workshop/prompt-building.ts'
import { rollables } from '../workshop/rollables.ts'
import { newSeed, Rolling, seedKey } from '../workshop/rolling.ts'

/** Writing generators and characters, and rolling them. None of it needs a server. */
export interface Workshop {
  readonly generators: Generators
  readonly characters: Characters
  /** What stories are about, as far as it is being changed here. */
  readonly sheets: Characters
  /** A sheet with everything in brackets rolled, each time anew. */
  readonly rollSheet: (sheet: Sheet) => Promise<Outcome<Sheet, NotRolled>>
  /** Whether generators are written in a plain box: `yes`, or empty. */
  readonly plainBox: Kept<string>
  /** Rolls beside the generator that is being written: its seed can be kept. */
  readonly rolling: (source: ReadonlySignal<string>) => Rolling
  /** A prompt of several parts, in the making. */
  readonly prompt: PromptBuilding
  /** What goes from a generator into the box of a chat. */
  readonly inserting: Inserting
  /** One result of a text, which may import from the generators of this browser. */
  readonly rollOnce: (source: string) => Promise<Rolled>
  /** The generator of one's own that gives a next turn; empty when that is left to ours. */
  readonly surprising: Kept<string>
  /** Rolls for the box of a chat: each time another one. */
  readonly rollingAnew: (source: ReadonlySignal<string>) => Rolling
}

/** A choice that this browser remembers. */
export interface Kept<T> {
  readonly value: ReadonlySignal<T>
  readonly keep: (value: T) => void
}

export function openWorkshop(means: Means, drafts: Drafts): Workshop {
  const { clock, chance, shelf } = means
  const generators = new Generators({ ...means, drafts })
  const roller = new Roller({ clock, open: openRollWorker })
  const anew = { clock, chance, roller, files: generators.sources }
  const characters = new Characters({ ...means, drafts }, savedCharacters)
  const sheets = new Characters({ ...means, drafts }, changedSheets)
  void generators.library.load()
  void characters.library.load()
  void sheets.library.load()
  keepWorkshopHere()
  return {
    generators,
    characters,
    sheets,
    rollSheet: (sheet) =>
      rollSheet(sheet, {
        seed: newSeed(chance),
        all: rollables(generators.all.peek() ?? []),
        ask: (order) => roller.ask({ ...order, files: generators.sources.peek(), count: 1 }),
      }),
    plainBox: keptOn(shelf, 'holdfast:plain-box'),
    prompt: new PromptBuilding({
      clock,
      chance,
      drafts,
      generators,
      roller,
      keepSeed: (seed) => shelf.put(seedKey, seed),
    }),
    inserting: new Inserting(),
    rollOnce: (source) =>
      roller.ask({ source, files: generators.sources.peek(), seed: newSeed(chance), count: 1, call: undefined }),
    surprising: keptOn(shelf, 'holdfast:surprising'),
    rolling: (source) => new Rolling({ ...anew, shelf, source }),
    rollingAnew: (source) => new Rolling({ ...anew, source }),
  }
}

function keptOn(shelf: Shelf, key: string): Kept<string> {
  const value = signal(shelf.get(key) ?? '')
  return {
    value,
    keep(chosen) {
      value.value = chosen
      if (chosen === '') shelf.remove(key)
      else shelf.put(key, chosen)
    },
  }
}
