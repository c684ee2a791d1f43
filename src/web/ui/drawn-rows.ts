import { signal, type Signal } from '@preact/signals'
import { Heights, type Row } from '../scroll/heights.ts'
import { nextSpan, partsOf, spanWithin, type Part, type Span } from '../scroll/span.ts'

// In heights of the screen, above and below it. Drawn ahead, so that the reader never comes to an empty place; left
// standing for much longer, so that turning back costs nothing and the browser's own search finds it.
const aheadScreens = 3
const keptScreens = 12

/** From one row to another, by their ids: they stay the same rows when others come above them. */
interface Stretch {
  readonly first: string
  readonly last: string
}

/** Which rows of a long list are drawn. The others are only room. */
export class DrawnRows {
  readonly #heights = new Heights()
  readonly #stretches: Signal<readonly Stretch[]> = signal([])
  #rows: readonly Row[] = []
  readonly #indexes = new Map<string, number>()

  /** The rows of the list from now on. */
  setRows(rows: readonly Row[]): void {
    // Of ten thousand rows most often the last two are others.
    const from = sameUpTo(this.#rows, rows)
    for (const { id } of this.#rows.slice(from)) this.#indexes.delete(id)
    rows.slice(from).forEach(({ id }, index) => this.#indexes.set(id, from + index))
    this.#rows = rows
    this.#heights.setRows(rows)
  }

  /** The list from its beginning to its end. Before anybody has looked at it, its end is what is drawn. */
  parts(isAtEnd: boolean): readonly Part[] {
    const [main, ...pinned] = this.#stretches.value.flatMap((stretch) => this.#spanOf(stretch) ?? [])
    const { length } = this.#rows
    if (main === undefined) return partsOf(this.#heights.px, [this.#end()])
    return partsOf(this.#heights.px, [isAtEnd ? { from: main.from, to: length } : main, ...pinned])
  }

  /** Remembers how high rows are. */
  measure(elements: readonly Element[]): void {
    for (const element of elements) {
      const index = this.#indexOf(element)
      if (index !== undefined) this.#heights.measure(index, element.getBoundingClientRect().height)
    }
  }

  /** The list has another width. */
  forgetHeights(): void {
    this.#heights.forget()
  }

  /** Draws what is in sight when the upper edge of the screen is so far below the list's, and what is `pinned`. */
  draw(topPx: number, pinned: readonly (readonly [Element, Element])[]): void {
    if (this.#rows.length === 0) return
    const around = (screens: number): Span =>
      spanWithin(this.#heights.px, topPx - screens * innerHeight, topPx + (screens + 1) * innerHeight)
    const [now] = this.#stretches.peek().flatMap((stretch) => this.#spanOf(stretch) ?? [])
    const needed = around(aheadScreens)
    const main = now === undefined ? needed : nextSpan(now, needed, around(keptScreens))
    const others = pinned.flatMap(([one, other]) => this.#between(one, other) ?? [])
    this.#set([main, ...others].flatMap((span) => this.#stretchOf(span) ?? []))
  }

  #set(next: readonly Stretch[]): void {
    const now = this.#stretches.peek()
    const isSame = next.length === now.length && next.every((stretch, index) => isEqual(stretch, now[index]))
    if (!isSame) this.#stretches.value = next
  }

  #end(): Span {
    const { px } = this.#heights
    const height = px.reduce((sum, one) => sum + one, 0)
    return spanWithin(px, height - (aheadScreens + 1) * innerHeight, height)
  }

  #between(one: Element, other: Element): Span | null {
    const [a, b] = [this.#indexOf(one), this.#indexOf(other)]
    return a === undefined || b === undefined ? null : { from: Math.min(a, b), to: Math.max(a, b) + 1 }
  }

  #indexOf(element: Element): number | undefined {
    return this.#indexes.get(element.getAttribute('data-row') ?? '')
  }

  #spanOf({ first, last }: Stretch): Span | null {
    const [from, to] = [this.#indexes.get(first), this.#indexes.get(last)]
    return from === undefined || to === undefined ? null : { from, to: to + 1 }
  }

  #stretchOf({ from, to }: Span): Stretch | null {
    const [first, last] = [this.#rows[from], this.#rows[to - 1]]
    return first === undefined || last === undefined ? null : { first: first.id, last: last.id }
  }
}

function sameUpTo(before: readonly Row[], now: readonly Row[]): number {
  let index = 0
  while (index < now.length && before[index] === now[index]) index++
  return index
}

function isEqual(one: Stretch, other: Stretch | undefined): boolean {
  return one.first === other?.first && one.last === other.last
}
