import { signal, type ReadonlySignal } from '@preact/signals'
import type { Drafts } from '../drafts/drafts.ts'
import type { Means, Shelf } from '../means.ts'
import { keepWorkshopHere, openRollWorker } from '../workshop/browser.ts'
import { Generators } from '../workshop/generators.ts'
import { Roller } from '../workshop/roller.ts'
import { Rolling } from '../workshop/rolling.ts'

/** Writing generators and rolling them. None of it needs a server. */
export interface Workshop {
  readonly generators: Generators
  readonly plainBox: PlainBox
  /** Rolls beside the generator that is being written: its seed can be kept. */
  readonly rolling: (source: ReadonlySignal<string>) => Rolling
  /** Rolls for the box of a chat: each time another one. */
  readonly rollingAnew: (source: ReadonlySignal<string>) => Rolling
}

/** Whether generators are written in a plain box. */
export interface PlainBox {
  readonly isPlain: ReadonlySignal<boolean>
  readonly keepPlain: (isPlain: boolean) => void
}

export function openWorkshop(means: Means, drafts: Drafts): Workshop {
  const { clock, chance, shelf } = means
  const generators = new Generators({ ...means, drafts })
  const roller = new Roller({ clock, open: openRollWorker })
  const anew = { clock, chance, roller, files: generators.sources }
  void generators.library.load()
  keepWorkshopHere()
  return {
    generators,
    plainBox: plainBoxOn(shelf),
    rolling: (source) => new Rolling({ ...anew, shelf, source }),
    rollingAnew: (source) => new Rolling({ ...anew, source }),
  }
}

const plainKey = 'holdfast:plain-box'

function plainBoxOn(shelf: Shelf): PlainBox {
  const isPlain = signal(shelf.get(plainKey) !== null)
  return {
    isPlain,
    keepPlain(plain) {
      isPlain.value = plain
      if (plain) shelf.put(plainKey, 'yes')
      else shelf.remove(plainKey)
    },
  }
}
