import { signal, type Signal } from '@preact/signals'
import type { Draft } from '../drafts/drafts.ts'
import type { Caret } from '../drafts/words.ts'

interface Inserted {
  readonly place: string
  readonly before: string
  readonly caret: Caret
  readonly after: string
}

/** Puts rolls into boxes, and takes the last one out again for whoever does not want it. */
export class Inserting {
  readonly #last: Signal<Inserted | null> = signal<Inserted | null>(null)

  /** Puts a text in the place of what is selected there, or of the stretch that is named. */
  put(draft: Draft, text: string, { start, end }: Caret = draft.caret.peek()): void {
    const before = draft.text.peek()
    const after = before.slice(0, start) + text + before.slice(end)
    this.#last.value = { place: draft.place, before, caret: { start, end }, after }
    draft.write(after, { start: start + text.length, end: start + text.length })
  }

  /** Whether a roll stands in it to which nothing was changed since. */
  canTakeBack(draft: Draft): boolean {
    const last = this.#last.value
    return last !== null && last.place === draft.place && last.after === draft.text.value
  }

  takeBack(draft: Draft): void {
    const last = this.#last.peek()
    if (last === null || !this.canTakeBack(draft)) return
    this.#last.value = null
    draft.write(last.before, last.caret)
  }
}
