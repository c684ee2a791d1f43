import { signal, type Signal } from '@preact/signals'
import type { BundlePicture } from '#protocol/bundle-picture.ts'
import type { StoreFailure } from '../store/failure.ts'
import type { Store } from '../store/store.ts'
import { drawPicture, openPicture, type OpenedPicture, type PictureRefusal } from '../support/draw-picture.ts'
import { firstFrame, leftOf, type Area, type Edit } from '../support/framing.ts'
import { keepPicture, keptPicture } from '../support/kept-picture.ts'
import { takeScreen } from '../support/take-screen.ts'

/** A picture that is open, and the part of it that is marked to be blacked out or cropped to. */
export interface OpenPicture {
  readonly opened: OpenedPicture
  readonly edits: readonly Edit[]
  readonly frame: Area
}

// More than anybody makes, and each is kept.
const mostEdits = 500

/** The one picture of their own that a person may send: chosen, cropped, blacked out, and drawn anew after every edit. */
export class OwnPicture {
  readonly open: Signal<OpenPicture | null> = signal<OpenPicture | null>(null)
  /** Exactly what is sent; null while it is being drawn, so that nothing older goes. */
  readonly drawn: Signal<BundlePicture | null> = signal<BundlePicture | null>(null)
  readonly isBusy: Signal<boolean> = signal(false)
  readonly refusal: Signal<PictureRefusal | null> = signal<PictureRefusal | null>(null)
  /** Why it would be gone after a crash; null while the browser keeps it. */
  readonly notKept: Signal<StoreFailure | null> = signal<StoreFailure | null>(null)
  readonly #store: Store
  #file: Blob = new Blob()
  /** What was begun before the last turn has nothing to say any more. */
  #turn = 0
  #work: Promise<void>

  constructor(store: Store) {
    this.#store = store
    this.#work = this.#restore()
  }

  /** Opens another one. What cannot be opened leaves the one before as it is. */
  choose(file: Blob): Promise<void> {
    return this.#begin(async (turn) => {
      const opened = await openPicture(file)
      if (turn !== this.#turn) return
      this.refusal.value = opened.ok ? null : opened.error
      if (!opened.ok) return
      this.#file = file
      await this.#show(opened.value, [])
    })
  }

  async takeScreen(): Promise<void> {
    const taken = await takeScreen()
    if (taken === null) this.refusal.value = 'no-screen'
    else await this.choose(taken)
  }

  mark(frame: Area): void {
    const open = this.open.peek()
    if (open !== null) this.open.value = { ...open, frame }
  }

  /** Blacks out what is marked, or crops to it. */
  edit(kind: Edit['kind']): Promise<void> {
    const open = this.open.peek()
    if (open === null || open.edits.length >= mostEdits) return Promise.resolve()
    return this.#change(open.opened, [...open.edits, { kind, area: open.frame }])
  }

  undo(): Promise<void> {
    const open = this.open.peek()
    if (open === null || open.edits.length === 0) return Promise.resolve()
    return this.#change(open.opened, open.edits.slice(0, -1))
  }

  remove(): Promise<void> {
    return this.#begin(() => {
      this.open.value = null
      this.drawn.value = null
      this.refusal.value = null
      this.#file = new Blob()
      return this.#keep()
    })
  }

  /** Waits until what would be sent is what is seen. */
  async settled(): Promise<void> {
    while (this.isBusy.peek()) await this.#work
  }

  #change(opened: OpenedPicture, edits: readonly Edit[]): Promise<void> {
    return this.#begin(() => this.#show(opened, edits))
  }

  #begin(run: (turn: number) => Promise<void>): Promise<void> {
    const turn = ++this.#turn
    this.isBusy.value = true
    this.#work = run(turn).finally(() => {
      if (turn === this.#turn) this.isBusy.value = false
    })
    return this.#work
  }

  async #show(opened: OpenedPicture, edits: readonly Edit[]): Promise<void> {
    const turn = this.#turn
    this.drawn.value = null
    const before = this.open.peek()
    const left = leftOf(opened.pixels, edits)
    const isSame = before?.opened === opened && isSameArea(leftOf(opened.pixels, before.edits), left)
    this.open.value = { opened, edits, frame: isSame ? before.frame : firstFrame(left) }
    void this.#keep()
    const picture = await drawPicture(opened, edits)
    if (turn !== this.#turn) return
    this.drawn.value = picture
    if (picture === null) this.refusal.value = 'not-drawn'
  }

  async #keep(): Promise<void> {
    const open = this.open.peek()
    const { width, height } = open?.opened.pixels ?? { width: 0, height: 0 }
    const kept = open === null ? null : { file: this.#file, size: { width, height }, edits: [...open.edits] }
    const outcome = await keepPicture(this.#store, kept)
    this.notKept.value = outcome.ok ? null : outcome.error
  }

  #restore(): Promise<void> {
    return this.#begin(async (turn) => {
      const kept = await keptPicture(this.#store)
      const opened = kept === null ? null : await openPicture(kept.file)
      if (turn !== this.#turn || kept === null || !opened?.ok) return
      const { width, height } = opened.value.pixels
      // Where it came out in another size, what was blacked out would lie elsewhere.
      if (width !== kept.size.width || height !== kept.size.height) return
      this.#file = kept.file
      await this.#show(opened.value, kept.edits)
    })
  }
}

function isSameArea(one: Area, other: Area): boolean {
  return one.left === other.left && one.top === other.top && one.width === other.width && one.height === other.height
}
