import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Channel, Means } from '../means.ts'
import type { StoreFailure } from '../store/failure.ts'
import { DraftKeeping } from './keeping.ts'
import {
  areMadeOf,
  isSameEdit,
  join,
  markOf,
  newest,
  wordsSchema,
  writtenOver,
  type Caret,
  type PlacedMark,
  type Words,
} from './words.ts'

export type DraftMeans = Pick<Means, 'shelf' | 'store' | 'openChannel' | 'makeId'>

/** What stands in a box. Every change is kept at once, so that neither a crash nor a reload takes a word. */
export interface Draft {
  readonly place: string
  readonly text: ReadonlySignal<string>
  /** Where the caret was when these words were last touched, here or in another tab. */
  readonly caret: ReadonlySignal<Caret>
  /** Which edit these words are; undefined in a box that nobody has touched. */
  readonly edit: ReadonlySignal<PlacedMark | undefined>
  /** What was written for this box elsewhere, by somebody who did not see this text. */
  readonly others: ReadonlySignal<readonly Words[]>
  readonly write: (text: string, caret?: Caret) => void
  readonly moveCaret: (caret: Caret) => void
  /** Puts a text that came back before whatever stands in the box by now. */
  readonly giveBack: (text: string) => void
  /** Takes this text out, because it is kept elsewhere by now. What was typed behind it since stays. */
  readonly takeOut: (text: string) => void
  /** Ends it with one of the others: its text replaces this one, is put below it, or is let go. */
  readonly settle: (other: Words, how: 'use' | 'both' | 'drop') => void
}

/** The drafts of this browser, the same in all of its tabs. */
export class Drafts {
  /** Why the browser keeps nothing of what is typed; null while it does. */
  readonly trouble: Signal<StoreFailure | null> = signal<StoreFailure | null>(null)
  readonly #tab: string
  readonly #keeping: DraftKeeping
  readonly #channel: Channel
  readonly #boxes: Signal<ReadonlyMap<string, Box>> = signal(new Map())
  /** What is to be done when it is known what the database has; null from then on. */
  #onceLoaded: (() => void)[] | null = []

  constructor(means: DraftMeans) {
    this.#tab = means.makeId()
    this.#keeping = new DraftKeeping(means)
    this.#channel = means.openChannel('drafts', (message) => this.#hear(message))
    for (const words of this.#keeping.onShelf()) this.#box(words.place).learn(words)
    means.store.onTakenAway(() => this.#keepAllAgain())
  }

  /**
   * Adds what only the database has, of a browser that was killed or whose shelf is full; and gives it what only the
   * shelf has, of a tab that crashed, before the browser is killed too.
   */
  async load(): Promise<void> {
    const stored = await this.#keeping.inStore()
    for (const words of stored) this.#box(words.place).learn(words)
    for (const box of this.#boxes.peek().values())
      for (const words of box.standing.peek())
        if (!stored.some((one) => one.place === words.place && isSameEdit(one, words))) this.#keep(words, false)
    const waiting = this.#onceLoaded ?? []
    this.#onceLoaded = null
    for (const run of waiting) run()
  }

  /** The draft of a place: a branch of a chat, the blank page, or a message that is being edited. */
  of(place: string): Draft {
    return this.#box(place)
  }

  /** The places that begin so and have words in them. */
  places(prefix: string): readonly string[] {
    return [...this.#boxes.value].flatMap(([place, { text }]) =>
      place.startsWith(prefix) && text.value !== '' ? [place] : [],
    )
  }

  /**
   * Lets what stands in one place stand in another from now on, unless there are words there already that are not its own
   * beginning. What was not typed here may be over, or may have been carried before: that is known when the database has
   * answered.
   */
  carry(from: string, to: string): void {
    const [old, draft] = [this.#box(from), this.#box(to)]
    if (this.#onceLoaded !== null && old.edit.peek()?.by !== this.#tab) {
      this.#onceLoaded.push(() => this.carry(from, to))
      return
    }
    if (old.text.peek() === '' || (draft.text.peek() !== '' && !draft.isBeginningOf(old))) return
    // First there, then not here: a crash between the two leaves the words twice, and never nowhere.
    draft.takeOver(old)
    old.write('')
  }

  /**
   * Empties the box in which still stands just this edit, because its words are kept elsewhere by now. Whoever kept them
   * there may have died before they could do it; and they may have been carried to another box meanwhile.
   */
  letGo(mark: PlacedMark): void {
    const letGoNow = (): void => this.#boxes.peek().forEach((box) => box.letGo(mark))
    letGoNow()
    this.#onceLoaded?.push(letGoNow)
  }

  #box(place: string): Box {
    const known = this.#boxes.peek().get(place)
    if (known !== undefined) return known
    const box = new Box(place, this.#tab, (words, isEdit) => this.#keep(words, isEdit))
    this.#boxes.value = new Map(this.#boxes.peek()).set(place, box)
    return box
  }

  #keep(words: Words, isEdit: boolean): void {
    if (isEdit) this.#channel.say(words)
    void this.#keeping.keep(words).then((kept) => (this.trouble.value = kept === 'kept' ? null : kept))
  }

  #hear(message: unknown): void {
    const words = wordsSchema.safeParse(message)
    if (words.success) this.#box(words.data.place).learn(words.data)
  }

  #keepAllAgain(): void {
    for (const box of this.#boxes.peek().values()) for (const words of box.standing.peek()) this.#keep(words, false)
  }
}

class Box implements Draft {
  readonly standing: Signal<readonly Words[]> = signal<readonly Words[]>([])
  readonly place: string
  readonly #tab: string
  readonly #keep: (words: Words, isEdit: boolean) => void
  /** The edit of this tab with which it began to write into an empty box. */
  #begunAt = 0
  /** What this tab has carried here last: up to which edit, and with which of them it began. */
  #carried: { readonly upTo: PlacedMark; readonly begunAt: number } | null = null

  constructor(place: string, tab: string, keep: (words: Words, isEdit: boolean) => void) {
    this.place = place
    this.#tab = tab
    this.#keep = keep
  }

  // Whoever writes here sees their own words for as long as nobody wrote over them; everybody else, the newest.
  readonly #shown: ReadonlySignal<Words | undefined> = computed(
    () => this.standing.value.find(({ by, text }) => by === this.#tab && text !== '') ?? newest(this.standing.value),
  )
  readonly text: ReadonlySignal<string> = computed(() => this.#shown.value?.text ?? '')
  readonly caret: ReadonlySignal<Caret> = computed(() => this.#shown.value?.caret ?? { start: 0, end: 0 })
  readonly edit: ReadonlySignal<PlacedMark | undefined> = computed(() => {
    const shown = this.#shown.value
    return shown && markOf(shown)
  })
  readonly others: ReadonlySignal<readonly Words[]> = computed(() =>
    this.standing.value.filter(({ text }) => text !== '' && text !== this.text.value),
  )

  learn(words: Words): void {
    this.standing.value = join(this.standing.peek(), words)
    const own = this.standing.peek().find(({ by }) => by === this.#tab)
    if (own === undefined || !this.standing.peek().includes(words) || !this.#hasAllOf(words)) return
    this.#edit(own.text, own.caret, [own, words], own.from)
  }

  /** Nothing stands here but what another tab has carried from that box, and this one has written on there. */
  isBeginningOf(other: Box): boolean {
    const from = this.#shown.peek()?.from ?? []
    const isPart = (mark: PlacedMark): boolean => mark.by === this.#tab && mark.edit >= other.#begunAt
    return other.#shown.peek()?.by === this.#tab && from.some((mark) => mark.place === other.place && isPart(mark))
  }

  write(text: string, caret: Caret = { start: text.length, end: text.length }): void {
    if (text === '' && this.#shown.peek() === undefined) return
    this.#edit(text, caret, this.#inSight())
  }

  moveCaret(caret: Caret): void {
    const shown = this.#shown.peek()
    if (shown === undefined || shown.text === '' || shown.by !== this.#tab) return
    if (shown.caret.start === caret.start && shown.caret.end === caret.end) return
    const moved = { ...shown, caret }
    this.standing.value = this.standing.peek().map((words) => (words === shown ? moved : words))
    this.#keep(moved, false)
  }

  giveBack(returned: string): void {
    const text = this.text.peek()
    this.write(text.trim() === '' ? returned : `${returned}\n\n${text}`)
  }

  takeOut(taken: string): void {
    const text = this.text.peek()
    if (text.startsWith(taken)) this.write(text.slice(taken.length))
  }

  letGo(mark: PlacedMark): void {
    const over = this.standing.peek().find((words) => words.text !== '' && areMadeOf(words, mark))
    if (over !== undefined) this.#edit('', { start: 0, end: 0 }, [over])
  }

  /** Lets the words of another box stand here, known as those that they are. */
  takeOver(other: Box): void {
    const words = other.#shown.peek()
    if (words === undefined) return
    const { text, caret, from = [] } = words
    const upTo = markOf(words)
    if (upTo.by === this.#tab) this.#carried = { upTo, begunAt: other.#begunAt }
    this.#edit(text, caret, this.#inSight(), [...from, upTo])
  }

  settle(other: Words, how: 'use' | 'both' | 'drop'): void {
    const text = this.text.peek()
    const settled = { use: other.text, both: `${text}\n\n${other.text}`, drop: text }[how]
    const caret = how === 'drop' ? this.caret.peek() : { start: settled.length, end: settled.length }
    this.#edit(settled, caret, [...this.#inSight(), other])
  }

  #inSight(): readonly Words[] {
    const shown = this.#shown.peek()
    return shown === undefined ? [] : [shown]
  }

  /** Another tab has carried here, late, what this one has carried here itself, or the beginning of it. */
  #hasAllOf({ by, from = [] }: Words): boolean {
    const carried = this.#carried
    if (carried === null || by === this.#tab) return false
    const { upTo, begunAt } = carried
    return from.some((mark) => mark.place === upTo.place && mark.by === upTo.by && isIn(mark.edit, begunAt, upTo.edit))
  }

  #edit(text: string, caret: Caret, takenIn: readonly Words[], from?: readonly PlacedMark[]): void {
    const edit = { place: this.place, by: this.#tab, text, caret, from }
    const words = writtenOver(this.standing.peek(), takenIn, edit)
    if (this.text.peek() === '') this.#begunAt = words.edit
    this.learn(words)
    this.#keep(words, true)
  }
}

function isIn(edit: number, first: number, last: number): boolean {
  return edit >= first && edit <= last
}
