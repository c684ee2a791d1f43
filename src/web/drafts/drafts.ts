import { signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Shelf } from '../means.ts'

const prefix = 'holdfast:draft:'

/** What stands in a box. Every change is kept at once, so that neither a crash nor a reload takes a word. */
export interface Draft {
  readonly text: ReadonlySignal<string>
  readonly write: (text: string) => void
  /** Puts a text that came back before whatever stands in the box by now. */
  readonly giveBack: (text: string) => void
}

export class Drafts {
  /** False once the browser refused to keep a draft: then the page must say so. */
  readonly areKept: Signal<boolean> = signal(true)
  readonly #shelf: Shelf
  readonly #open = new Map<string, Draft>()

  constructor(shelf: Shelf) {
    this.#shelf = shelf
  }

  /** The draft of a place: a chat, the blank page, or a message that is being edited. */
  of(place: string): Draft {
    const draft = this.#open.get(place) ?? this.#read(place)
    this.#open.set(place, draft)
    return draft
  }

  #read(place: string): Draft {
    const text = signal(this.#shelf.get(prefix + place) ?? '')
    const write = (next: string): void => {
      text.value = next
      if (next === '') this.#shelf.remove(prefix + place)
      else this.areKept.value = this.#shelf.put(prefix + place, next)
    }
    const giveBack = (returned: string): void =>
      write(text.value.trim() === '' ? returned : `${returned}\n\n${text.value}`)
    return { text, write, giveBack }
  }
}
